import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ConfigurationTarget, commands, type Terminal as Tab, window, workspace } from 'vscode';
import { sessionCalls } from '../../../client/src/sessions/sessionCalls.ts';
import { closeShells, openShell } from '../../../client/src/sessions/shells.ts';
import { sessionTerminal } from '../../../client/src/sessions/terminal.ts';
import { badLine, handWorld, nodeOver } from '../../helpers-line.ts';
import { app, type PretendAccount, withAccount } from '../account.ts';
import { onlineNode, sessionsOf, type Terminal, until, withTerminal } from '../sessions.ts';

const prompt = /# $/;

function withFaults(use: (account: PretendAccount) => Promise<void>): Promise<void> {
  return withAccount(['--faults', '--nodes', '5'], use);
}

/** The terminal that a command opens. */
async function tabOf(opening: Thenable<unknown>): Promise<Tab> {
  const opened = new Promise<Tab>((resolve) => {
    const listening = window.onDidOpenTerminal((terminal) => {
      listening.dispose();
      resolve(terminal);
    });
  });
  await opening;
  return opened;
}

describe('terminals of sessions', () => {
  it('start again from their tab, which says meanwhile that the session has ended', () =>
    withAccount(['--nodes', '5'], async (account) => {
      const node = await onlineNode(account);
      const given = { connection: account.connection, ...node };
      const past = await sessionsOf(account, 'History');
      const tab = await tabOf(commands.executeCommand('opswright.startSession', given));
      try {
        await until(async () => (await sessionsOf(account, 'Active')) === 1, 'a session');
        tab.sendText('exit', true);
        await until(async () => (await sessionsOf(account, 'History')) === past + 1, 'the end of the session');
        await until(
          () => tab.name === `(ended) ${node.name}`,
          () => `the name: ${tab.name}`,
        );
        tab.sendText('r', false);
        await until(async () => (await sessionsOf(account, 'Active')) === 1, 'another session');
        await until(
          () => tab.name === node.name,
          () => `the name: ${tab.name}`,
        );
      } finally {
        tab.dispose();
      }
      await until(async () => (await sessionsOf(account, 'Active')) === 0, 'no session');
    }));

  it('tell of a cut in their name and beside them, and what is typed meanwhile is not lost', () =>
    withAccount(['--nodes', '5'], (account) => {
      const line = badLine();
      let over: Promise<void> | undefined;
      const cutOff = (promise: Promise<void>): void => {
        over = promise;
      };
      return withTerminal(account, { world: line.world, cutOff }, async ({ pty, names, shows, type, shown }) => {
        await shows(prompt);
        line.cut();
        assert.equal(pty.state, 'cut');
        assert.match(names.at(-1) ?? '', /^\(cut\) /);
        type('echo typed $((6*7)) meanwhile\r');
        await over;
        assert.equal(pty.state, 'open');
        assert.doesNotMatch(names.at(-1) ?? '', /\(/);
        await shows(/typed 42 meanwhile\r\n/);
        assert.equal(shown().match(/typed 42 meanwhile/g)?.length, 1);
      });
    }));

  it('go on connecting when their line is cut and restored before there is a session', async () => {
    const hand = handWorld();
    const node = nodeOver(hand);
    const pty = sessionTerminal({
      name: 'web-1',
      target: 'i-1',
      world: hand.world,
      calls: {
        start: async () => ({ sessionId: 's', streamUrl: 'ws://x', token: 't' }),
        resume: async () => ({ token: 'another' }),
        terminate: async () => undefined,
      },
      idleMinutes: () => undefined,
      idling: () => undefined,
    });
    pty.open(undefined);
    await hand.pass(10);
    node.accept();
    hand.sockets[0]?.events.closed('gone');
    assert.equal(pty.state, 'cut');
    await hand.pass(1_000);
    node.accept();
    assert.equal(pty.state, 'connecting');
    node.channel.send(1, Buffer.from('# '));
    assert.equal(pty.state, 'open');
    await Promise.all([pty.shut(), hand.pass(3_000)]);
  });

  it('say which permission they lack when no session may be started', () =>
    withFaults(async (account) => {
      await account.goWrong({ Denied: ['ssm:StartSession'] });
      await withTerminal(account, {}, async ({ pty, shown }) => {
        await until(() => pty.state === 'ended', 'the end');
        assert.match(shown(), /ssm:StartSession/);
        assert.match(shown(), /Press R to start another session/);
      });
    }));

  it('say which permission they lack when a session that was cut may not be resumed', () =>
    withFaults((account) => {
      const line = badLine();
      return withTerminal(account, { world: line.world }, async ({ pty, shown, shows }) => {
        await shows(prompt);
        await account.goWrong({ Denied: ['ssm:ResumeSession'] });
        line.cut();
        await until(() => pty.state === 'ended', 'the end');
        assert.match(shown(), /could not be restored: to restore it takes ssm:ResumeSession/);
      });
    }));

  it('send to the check of access for a node that is away', () =>
    withFaults(async (account) => {
      const { nodeId } = await onlineNode(account);
      const { connections } = await app();
      await account.goWrong({ LostNodes: [nodeId] });
      await assert.rejects(
        sessionCalls(connections, account.connection, { Target: nodeId }).start(),
        /is not connected\. "Check Session Access" of the node says what is in the way\./,
      );
    }));

  it('warn before the idle time is over, once, and again only after a key', () =>
    withAccount(['--nodes', '5'], async (account) => {
      const { world, pass } = handWorld();
      const warned: number[] = [];
      const options = { clock: world, idleMinutes: () => 20, idling: (minutes: number) => warned.push(minutes) };
      await withTerminal(account, options, async ({ shows, type }) => {
        await shows(prompt);
        await pass(17.5 * 60_000);
        assert.deepEqual(warned, []);
        await pass(2 * 60_000);
        assert.deepEqual(warned.map(Math.round), [2]);
        type('\r');
        await pass(17.5 * 60_000);
        assert.equal(warned.length, 1);
        await pass(60_000);
        assert.deepEqual(warned.map(Math.round), [2, 2]);
      });
    }));

  it('warn of the shortest idle time too', () =>
    withAccount(['--nodes', '5'], async (account) => {
      const { world, pass } = handWorld();
      const warned: number[] = [];
      const options = { clock: world, idleMinutes: () => 1, idling: (minutes: number) => warned.push(minutes) };
      await withTerminal(account, options, async ({ shows }) => {
        await shows(prompt);
        await pass(35_000);
        assert.deepEqual(warned, [0.5]);
      });
    }));

  it('run as the user that the chosen document names', () =>
    withAccount(['--nodes', '5'], async (account) => {
      const { connections } = await app();
      const { ssm } = await connections.clients(account.connection);
      for (const user of ['ec2-user', 'nobody-here']) {
        const inputs = { runAsEnabled: true, runAsDefaultUser: user };
        const Content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs });
        await ssm.createDocument({ Name: `As-${user}`, DocumentType: 'Session', Content });
      }
      await withTerminal(account, { DocumentName: 'As-ec2-user' }, async ({ shows, type }) => {
        await shows(/\$ $/);
        type('whoami\r');
        await shows(/\r\nec2-user\r\n/);
      });
      await withTerminal(account, { DocumentName: 'As-nobody-here' }, async ({ pty, shown }) => {
        await until(() => pty.state === 'ended', 'the end');
        assert.match(shown(), /RunAs user nobody-here does not exist/);
      });
    }));

  it('leave the screen of a program that is lost with its session, and start again on their own', () =>
    withAccount(['--nodes', '5'], (account) =>
      withTerminal(account, {}, async ({ pty, shows, shown, type }) => {
        await shows(prompt);
        type("printf '\\033[?1049h\\033[?2004hfull'\r");
        await shows(/\[\?2004hfull/);
        type('exit\r');
        await until(() => pty.state === 'ended', 'the end');
        assert.ok(shown().includes('\x1b[?2004l\x1b[?1049l\x1b[0m\r\n'), JSON.stringify(shown()));
      }),
    ));

  it('are closed with their window, and their sessions with them', () =>
    withAccount(['--nodes', '5'], async (account) => {
      const { connections } = await app();
      const choice = { connection: account.connection, ...(await onlineNode(account)) };
      const tabs = [await openShell(connections, choice), await openShell(connections, choice)];
      try {
        await until(async () => (await sessionsOf(account, 'Active')) === 2, 'both sessions');
        await closeShells(connections);
        assert.equal(await sessionsOf(account, 'Active'), 0);
      } finally {
        for (const tab of tabs) tab.dispose();
      }
    }));

  it('end their session also when their connection was closed before them', () =>
    withAccount(['--nodes', '5'], async (account) => {
      const { connections } = await app();
      await withTerminal(account, {}, async ({ pty, shows }) => {
        await shows(prompt);
        connections.close(account.connection);
        await pty.shut();
        connections.choose(account.connection);
        assert.equal(await sessionsOf(account, 'Active'), 0);
      });
    }));

  it('stand side by side, each with its own session', () =>
    withAccount(['--nodes', '5'], async (account) => {
      const line = badLine();
      const open: Terminal[] = [];
      const nest = (left: number): Promise<void> =>
        left === 0
          ? together(open)
          : withTerminal(account, { world: line.world }, (terminal) => {
              open.push(terminal);
              return nest(left - 1);
            });
      async function together(terminals: Terminal[]): Promise<void> {
        await Promise.all(terminals.map(({ shows }) => shows(prompt)));
        for (const [index, { type }] of terminals.entries()) type(`mine=${index}; echo it is $((mine * 111))\r`);
        line.cut();
        await Promise.all(terminals.map(({ shows }, index) => shows(new RegExp(`it is ${index * 111}\r\n`))));
        assert.equal(await sessionsOf(account, 'Active'), terminals.length);
      }
      await nest(6);
    }));

  it('take a paste of megabytes without losing or doubling a letter', () =>
    withAccount(['--nodes', '5'], (account) =>
      withTerminal(account, {}, async ({ shows, type }) => {
        await shows(prompt);
        // In pieces that the pretend shell takes; they are one paste all the same.
        const pieces = [0, 1, 2, 3, 4].map((piece) =>
          Array.from({ length: 16_000 }, (_, index) => `${piece} ${index} ${'äö🙂'.repeat(6)} ${index * 7919}\n`).join(
            '',
          ),
        );
        const text = pieces.join('');
        assert.ok(Buffer.byteLength(text) > 3_000_000);
        const paste = pieces.map((piece) => `cat >> pasted <<'END'\n${piece}END\n`).join('');
        type(paste.replaceAll('\n', '\r'));
        type('sha256sum pasted\r');
        await shows(new RegExp(createHash('sha256').update(text).digest('hex')));
      }),
    ));

  it('that are closed while they connect leave no session behind', () =>
    withFaults(async (account) => {
      const past = await sessionsOf(account, 'History');
      await account.goWrong({ Latency: 300 });
      await withTerminal(account, {}, async ({ pty }) => assert.equal(pty.state, 'connecting'));
      await account.goWrong({});
      // It was started all the same, and ended as soon as that was known.
      await until(async () => (await sessionsOf(account, 'History')) === past + 1, 'the session is over');
      assert.equal(await sessionsOf(account, 'Active'), 0);
    }));
});

describe('the plug-in of AWS', () => {
  const sessions = () => workspace.getConfiguration('opswright.sessions');
  const before = process.env.PATH;
  let folder = '';

  /** Puts a program in the place of the plug-in, which writes down what it is given. */
  async function withPlugin(version: string, use: (record: string) => Promise<void>): Promise<void> {
    folder = mkdtempSync(path.join(os.tmpdir(), 'opswright-plugin-'));
    const record = path.join(folder, 'record');
    const program = path.join(folder, 'session-manager-plugin');
    const lines = [
      '#!/bin/sh',
      `if [ "$1" = --version ]; then echo ${version}; exit; fi`,
      `for each in "$@"; do printf '%s\\n' "$each"; done > ${record}.part`,
      `eval "printf '%s\\n' \\"\\$$1\\"" >> ${record}.part`,
      `mv ${record}.part ${record}`,
      'exec cat',
    ];
    writeFileSync(program, `${lines.join('\n')}\n`);
    chmodSync(program, 0o755);
    process.env.PATH = `${folder}${path.delimiter}${before}`;
    try {
      await sessions().update('usePlugin', true, ConfigurationTarget.Global);
      await use(record);
    } finally {
      await sessions().update('usePlugin', undefined, ConfigurationTarget.Global);
      process.env.PATH = before;
      rmSync(folder, { recursive: true, force: true });
    }
  }

  it('gets the session that the setting asks it to carry, and the token where no list of processes shows it', function () {
    if (process.platform === 'win32') this.skip();
    return withAccount(['--nodes', '5'], (account) =>
      withPlugin('1.2.694.0', async (record) => {
        const { connection } = account;
        const node = await onlineNode(account);
        const tab = await tabOf(commands.executeCommand('opswright.startSession', { connection, ...node }));
        try {
          assert.equal(tab.name, node.name);
          await until(() => existsSync(record), 'the plug-in has run');
          const given = readFileSync(record, 'utf8').trimEnd().split('\n');
          const [variable, region, operation, profile, request, endpoint, answer] = given;
          assert.match(variable ?? '', /^AWS_SSM_START_SESSION_RESPONSE/);
          assert.deepEqual([region, operation, profile], [connection.region, 'StartSession', connection.profile]);
          assert.deepEqual(JSON.parse(request ?? ''), { Target: node.nodeId });
          assert.equal(new URL(endpoint ?? '').host, new URL(account.endpoint).host);
          const { SessionId, StreamUrl, TokenValue } = JSON.parse(answer ?? '');
          assert.match(StreamUrl, new RegExp(`/v1/data-channel/${SessionId}\\?role=publish_subscribe$`));
          assert.ok(TokenValue.length > 10);
          assert.ok(given.slice(0, 6).every((each) => !each.includes(TokenValue)));
        } finally {
          tab.dispose();
        }
      }),
    );
  });

  it('is asked for where it is missing, and for a later one where it is too old; no session is started', async function () {
    if (process.platform === 'win32') this.skip();
    await withAccount(['--nodes', '5'], async (account) => {
      const { connections } = await app();
      const choice = { connection: account.connection, ...(await onlineNode(account)) };
      const past = await sessionsOf(account, 'History');
      await withPlugin('1.2.30.0', async () => {
        await assert.rejects(openShell(connections, choice), /1\.2\.30\.0 is too old\. Update it to 1\.2\.497\.0/);
        process.env.PATH = os.tmpdir();
        await assert.rejects(openShell(connections, choice), /session-manager-plugin is not on the PATH\. Install it/);
      });
      assert.deepEqual([await sessionsOf(account, 'Active'), await sessionsOf(account, 'History')], [0, past]);
    });
  });
});
