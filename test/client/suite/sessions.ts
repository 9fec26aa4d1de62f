import assert from 'node:assert/strict';
import { get } from 'node:http';
import { ConfigurationTarget, commands, env, type Terminal, window, workspace } from 'vscode';
import { findingsOf } from '../../../client/src/commands/checkSessionAccess.ts';
import { sessionCalls } from '../../../client/src/sessions/sessionCalls.ts';
import { sessionTerminal } from '../../../client/src/sessions/terminal.ts';
import { app, childrenOf, linesOf, type PretendAccount, withAccount } from '../account.ts';

/** Waits until it is so. */
async function until(what: () => boolean | Promise<boolean>, words: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await what())) {
    assert.ok(Date.now() < end, `Not in time: ${words}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function onlineNode({ connection }: PretendAccount): Promise<{ nodeId: string; name: string }> {
  const { connections } = await app();
  const { ssm } = await connections.clients(connection);
  const { InstanceInformationList: nodes = [] } = await ssm.describeInstanceInformation({});
  const node = nodes.find((each) => each.PingStatus === 'Online' && each.PlatformType === 'Linux');
  return { nodeId: node?.InstanceId ?? '', name: node?.ComputerName ?? '' };
}

/** A terminal of ours without its window, and what it shows. */
async function withTerminal(
  account: PretendAccount,
  asked: { DocumentName?: string; Parameters?: Record<string, string[]> },
  use: (terminal: ReturnType<typeof sessionTerminal>, shown: () => string, named: () => string) => Promise<void>,
): Promise<void> {
  const { connections } = await app();
  const { nodeId, name } = await onlineNode(account);
  let [shown, named] = ['', ''];
  const terminal = sessionTerminal({
    name,
    target: nodeId,
    calls: sessionCalls(connections, account.connection, { Target: nodeId, ...asked }),
    idleMinutes: () => undefined,
    idling: () => undefined,
    wordsOf: (error) => String(error),
  });
  terminal.onDidWrite((text) => {
    shown += text;
  });
  terminal.onDidChangeName?.((text) => {
    named = text;
  });
  terminal.open({ columns: 100, rows: 30 });
  try {
    await use(
      terminal,
      () => shown,
      () => named,
    );
  } finally {
    terminal.close();
  }
}

describe('sessions', () => {
  it('open a terminal on a node that is named after it, and end it with its session', () =>
    withAccount(['--nodes', '5'], async (account) => {
      const { connections } = await app();
      const node = await onlineNode(account);
      const opened = new Promise<Terminal>((resolve) => {
        const listening = window.onDidOpenTerminal((terminal) => {
          listening.dispose();
          resolve(terminal);
        });
      });
      await commands.executeCommand('opswright.startSession', { connection: account.connection, ...node });
      const terminal = await opened;
      assert.equal(terminal.name, node.name);
      const { ssm } = await connections.clients(account.connection);
      const active = async () => (await ssm.describeSessions({ State: 'Active' })).Sessions?.length ?? 0;
      await until(async () => (await active()) === 1, 'the session is active');
      terminal.dispose();
      await until(async () => (await active()) === 0, 'the session has ended');
    }));

  it('follow the size, take a large paste, tell how they end, and start again with a key', () =>
    withAccount(['--nodes', '5'], (account) =>
      withTerminal(account, {}, async (terminal, shown, named) => {
        await until(() => /# $/.test(shown()), 'a prompt');
        terminal.setDimensions?.({ columns: 132, rows: 40 });
        terminal.handleInput?.('echo $COLUMNS\r');
        await until(() => /\r\n132\r\n/.test(shown()), 'the size');
        const text = 'äöü🙂'.repeat(100);
        terminal.handleInput?.(`cat > pasted <<'END'\r${`${text}\r`.repeat(300)}END\r`);
        terminal.handleInput?.('wc -c pasted\r');
        const size = (Buffer.byteLength(text) + 1) * 300;
        await until(() => shown().slice(-2000).includes(`${size} pasted`), 'the pasted text');
        terminal.handleInput?.('exit\r');
        await until(() => terminal.state === 'ended', 'the end');
        assert.match(shown(), /The session has ended\./);
        assert.match(shown(), /Press R to start another session/);
        assert.match(named(), / \(ended\)$/);
        const before = shown().length;
        terminal.handleInput?.('r');
        await until(() => /# $/.test(shown().slice(before)), 'another prompt');
      }),
    ));

  it('show the output, errors and exit code of a command without a terminal', () =>
    withAccount(['--nodes', '5'], (account) =>
      withTerminal(
        account,
        { DocumentName: 'AWS-StartNonInteractiveCommand', Parameters: { command: ['hostname'] } },
        async (terminal, shown) => {
          await until(() => terminal.state === 'ended', 'the end');
          const { name } = await onlineNode(account);
          assert.ok(shown().includes(`${name}\r\n`), shown());
        },
      ),
    ));

  it('say why no session comes about', () =>
    withAccount(['--nodes', '5'], (account) =>
      withTerminal(account, { DocumentName: 'AWS-RunShellScript' }, async (terminal, shown) => {
        await until(() => terminal.state === 'ended', 'the end');
        assert.match(shown(), /AWS-RunShellScript is no Session document/);
      }),
    ));

  it('find nothing wrong with a node that is online', () =>
    withAccount(['--nodes', '5'], async (account) => {
      const { connections } = await app();
      const { ssm } = await connections.clients(account.connection);
      const findings = await findingsOf(ssm, await onlineNode(account));
      assert.deepEqual(
        findings.filter(({ state }) => state === 'fault'),
        [],
      );
      assert.ok(findings.length >= 4);
    }));
});

describe('tunnels', () => {
  it('are kept in the settings, carry a page, and are shown with what they carry', () =>
    withAccount(['--nodes', '5'], async (account) => {
      const { connection } = account;
      const { trees, tunnels } = await app();
      const { nodeId, name } = await onlineNode(account);
      const tree = trees.of('opswright.tunnels');
      assert.deepEqual(await linesOf(tree), ['No tunnels: "Forward Port" of a node makes one']);
      const entry = { name: 'page', connection: connection.id, node: nodeId, port: 80 };
      try {
        await tunnels.keep(entry);
        assert.deepEqual(await linesOf(tree), [`page — ${nodeId}:80`]);
        const given = { connection, tunnel: 'page' };
        await commands.executeCommand('opswright.openTunnel', given);
        const { port } = tunnels.status(connection, 'page');
        assert.match(await page(port), new RegExp(`<h1>${name}</h1>`));
        const [line] = await linesOf(tree);
        assert.match(line ?? '', new RegExp(`^page — localhost:${port} · ↑ \\d+ B ↓ \\d+ B · ${nodeId}:80$`));
        assert.equal((await childrenOf(tree))[0]?.node.context, 'tunnel open');
        await commands.executeCommand('opswright.copyTunnelAddress', given);
        assert.equal(await env.clipboard.readText(), `127.0.0.1:${port}`);
        await commands.executeCommand('opswright.closeTunnel', given);
        await assert.rejects(page(port));
        await commands.executeCommand('opswright.removeTunnel', given);
        assert.deepEqual(workspace.getConfiguration('opswright').get('tunnels'), []);
      } finally {
        await workspace.getConfiguration('opswright').update('tunnels', undefined, ConfigurationTarget.Global);
      }
    }));

  it('are closed with their connection', () =>
    withAccount(['--nodes', '5'], async (account) => {
      const { connections, tunnels } = await app();
      const { nodeId } = await onlineNode(account);
      const entry = { name: 'page', node: nodeId, port: 80 };
      const { port } = await tunnels.open(account.connection, entry);
      assert.ok(port > 0);
      connections.close(account.connection);
      await until(
        () =>
          page(port).then(
            () => false,
            () => true,
          ),
        'the port is free',
      );
    }));
});

function page(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', agent: false }, (response) => {
      let text = '';
      response.on('data', (data) => {
        text += data;
      });
      response.on('end', () => resolve(text));
    }).once('error', reject);
  });
}
