import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { ConfigurationTarget, commands, env, workspace } from 'vscode';
import type { Connection } from '../../../client/src/aws/connection.ts';
import type { TunnelEntry } from '../../../client/src/sessions/tunnels.ts';
import { app, childrenOf, linesOf, type PretendAccount, withAccount } from '../account.ts';
import { onlineNode, sessionsOf, until } from '../sessions.ts';

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

/** An entry of the settings for the page of a node, while a suite runs. */
async function withEntry(
  account: PretendAccount,
  more: Partial<TunnelEntry>,
  use: (given: { connection: Connection; tunnel: string }, entry: TunnelEntry) => Promise<void>,
): Promise<void> {
  const { tunnels } = await app();
  const { connection } = account;
  const entry = {
    name: 'page',
    connection: connection.id,
    node: (await onlineNode(account)).nodeId,
    port: 80,
    ...more,
  };
  try {
    await tunnels.keep(entry);
    await use({ connection, tunnel: entry.name }, entry);
  } finally {
    await tunnels.close(connection, entry.name);
    await workspace.getConfiguration('opswright').update('tunnels', undefined, ConfigurationTarget.Global);
  }
}

describe('a tunnel', () => {
  const line = async () => (await linesOf((await app()).trees.of('opswright.tunnels')))[0] ?? '';
  const context = async () => (await childrenOf((await app()).trees.of('opswright.tunnels')))[0]?.node.context;

  it('whose port is taken says so with another one, starts no session, and opens once the port is free', () =>
    withAccount(['--nodes', '5'], async (account) => {
      const { tunnels } = await app();
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port: localPort } = other.address() as AddressInfo;
      await withEntry(account, { localPort }, async (given, entry) => {
        const past = await sessionsOf(account, 'History');
        await assert.rejects(
          tunnels.open(given.connection, entry),
          new RegExp(`^Error: Port ${localPort} .* taken by another program; choose another, such as \\d+`),
        );
        assert.deepEqual([await sessionsOf(account, 'Active'), await sessionsOf(account, 'History')], [0, past]);
        assert.match(await line(), /^page — Port \d+ of this machine is taken/);
        assert.equal(await context(), 'tunnel closed');
        other.close();
        await once(other, 'close');
        await commands.executeCommand('opswright.openTunnel', given);
        assert.match(await line(), new RegExp(`^page — localhost:${localPort} · `));
      });
    }));

  it('that is opened twice at once is one', () =>
    withAccount(['--nodes', '5'], (account) =>
      withEntry(account, {}, async (given, entry) => {
        const { tunnels } = await app();
        const both = await Promise.all([1, 2].map(() => tunnels.open(given.connection, entry)));
        assert.equal(both[0]?.port, both[1]?.port);
        assert.equal(await sessionsOf(account, 'Active'), 1);
        await commands.executeCommand('opswright.openTunnel', given);
        assert.equal(await sessionsOf(account, 'Active'), 1);
      }),
    ));

  it('that is closed while it is being opened leaves no session and no complaint behind', () =>
    withAccount(['--faults', '--nodes', '5'], (account) =>
      withEntry(account, {}, async (given, entry) => {
        const { tunnels } = await app();
        const past = await sessionsOf(account, 'History');
        await account.goWrong({ Latency: 500 });
        const opening = tunnels.open(given.connection, entry);
        await until(async () => (await context()) === 'tunnel opening', 'it is being opened');
        await commands.executeCommand('opswright.closeTunnel', given);
        assert.equal((await opening).state, 'closed');
        await account.goWrong({});
        assert.equal(await line(), `page — ${entry.node}:80`);
        await until(async () => (await sessionsOf(account, 'History')) === past + 1, 'its session is over');
        assert.equal(await sessionsOf(account, 'Active'), 0);
      }),
    ));

  it('keeps its port while the account is away, and says meanwhile that it reconnects', () =>
    withAccount(['--faults', '--nodes', '5'], (account) =>
      withEntry(account, {}, async (given, entry) => {
        const { tunnels } = await app();
        const { port } = await tunnels.open(given.connection, entry);
        const before = await page(port);
        await account.goWrong({ AwayFor: 600_000 });
        await until(() => tunnels.status(given.connection, entry.name).state === 'cut', 'the cut');
        assert.match(await line(), new RegExp(`^page — reconnecting… · localhost:${port} · `));
        assert.equal(await context(), 'tunnel open');
        // It waits until the line is there again.
        const waiting = page(port);
        await account.comeBack();
        assert.equal(await waiting, before);
        assert.equal(tunnels.status(given.connection, entry.name).state, 'open');
        assert.equal(tunnels.status(given.connection, entry.name).port, port);
      }),
    ));

  it('to a node that is away says where to look, and which permission is lacking where one is', () =>
    withAccount(['--faults', '--nodes', '5'], (account) =>
      withEntry(account, {}, async ({ connection }, entry) => {
        const { tunnels } = await app();
        await account.goWrong({ LostNodes: [entry.node] });
        await assert.rejects(tunnels.open(connection, entry), /"Check Session Access" of the node says/);
        assert.match(await line(), /is not connected/);
        await account.goWrong({ Denied: ['ssm:StartSession'] });
        await assert.rejects(tunnels.open(connection, entry), /lack the IAM action ssm:StartSession/);
      }),
    ));

  it('that is open stays what it was opened as, whatever the settings say by then, until it is closed', () =>
    withAccount(['--nodes', '5'], (account) =>
      withEntry(account, {}, async (given, entry) => {
        const { tunnels } = await app();
        const settings = workspace.getConfiguration('opswright');
        const { port } = await tunnels.open(given.connection, entry);
        await settings.update('tunnels', [{ ...entry, port: 8080 }], ConfigurationTarget.Global);
        assert.match(await line(), new RegExp(`^page — localhost:${port} · .* · ${entry.node}:80$`));
        await settings.update('tunnels', [null, 'page', { ...entry, node: 5 }], ConfigurationTarget.Global);
        assert.match(await line(), new RegExp(`^page — localhost:${port} · .* · ${entry.node}:80$`));
        assert.deepEqual(tunnels.names(), ['page']);
        await commands.executeCommand('opswright.closeTunnel', given);
        assert.equal(await sessionsOf(account, 'Active'), 0);
        assert.match(await line(), /^No tunnels/);
      }),
    ));

  it('that is not open has no address to copy', () =>
    withAccount(['--nodes', '5'], (account) =>
      withEntry(account, {}, async (given) => {
        await env.clipboard.writeText('as before');
        await commands.executeCommand('opswright.copyTunnelAddress', given);
        assert.equal(await env.clipboard.readText(), 'as before');
      }),
    ));
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
