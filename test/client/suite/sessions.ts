import assert from 'node:assert/strict';
import { commands, type Terminal, window } from 'vscode';
import { findingsOf } from '../../../client/src/commands/checkSessionAccess.ts';
import { app, withAccount } from '../account.ts';
import { onlineNode, until, withTerminal } from '../sessions.ts';

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
      withTerminal(account, {}, async ({ pty: terminal, shown, names }) => {
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
        assert.match(names.at(-1) ?? '', /^\(ended\) /);
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
        async ({ pty: terminal, shown }) => {
          await until(() => terminal.state === 'ended', 'the end');
          const { name } = await onlineNode(account);
          assert.ok(shown().includes(`${name}\r\n`), shown());
        },
      ),
    ));

  it('say why no session comes about', () =>
    withAccount(['--nodes', '5'], (account) =>
      withTerminal(account, { DocumentName: 'AWS-RunShellScript' }, async ({ pty: terminal, shown }) => {
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

  it('find what keeps them from a node: it is away, its agent is, or the caller may not ask', () =>
    withAccount(['--faults', '--nodes', '5'], async (account) => {
      const { connections } = await app();
      const { ssm } = await connections.clients(account.connection);
      const node = await onlineNode(account);
      const faults = async (nodeId = node.nodeId) =>
        (await findingsOf(ssm, { nodeId })).filter(({ state }) => state === 'fault').map(({ title }) => title);
      await account.goWrong({ LostNodes: [node.nodeId] });
      assert.deepEqual(await faults(), [`${node.name} is not online: ConnectionLost`]);
      await account.goWrong({ Denied: ['ssm:GetConnectionStatus', 'ssm:DescribeInstanceInformation'] });
      assert.deepEqual(await faults(), [
        'Not allowed: ssm:DescribeInstanceInformation',
        'Not allowed: ssm:GetConnectionStatus',
      ]);
      await account.goWrong({ Denied: ['ssm:GetDocument'] });
      const findings = await findingsOf(ssm, node);
      assert.ok(findings.some(({ title }) => title === 'The preferences of sessions could not be read'));
      await account.goWrong({});
      assert.deepEqual(await faults('i-0123456789abcdef0'), ['i-0123456789abcdef0 is no managed node here']);
    }));

  it('find what the account wants of them: a key, logs, another user, an end', () =>
    withAccount(['--nodes', '5'], async (account) => {
      const { connections } = await app();
      const { ssm } = await connections.clients(account.connection);
      const inputs = {
        kmsKeyId: 'alias/sessions',
        cloudWatchLogGroupName: 'sessions',
        runAsEnabled: true,
        runAsDefaultUser: 'ec2-user',
        idleSessionTimeout: '5',
        maxSessionDuration: '60',
      };
      const Content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs });
      await ssm.createDocument({ Name: 'SSM-SessionManagerRunShell', DocumentType: 'Session', Content });
      const titles = (await findingsOf(ssm, await onlineNode(account))).map(({ title }) => title);
      assert.deepEqual(titles.slice(-4), [
        'Sessions are encrypted with a key of KMS',
        'Shells are written to the log group sessions',
        'Shells run as ec2-user',
        'A shell ends after 5 minutes without a key, and after 60 in any case',
      ]);
    }));
});
