import assert from 'node:assert/strict';
import { get } from 'node:http';
import { ConfigurationTarget, commands, env, workspace } from 'vscode';
import { app, childrenOf, linesOf, withAccount } from '../account.ts';
import { onlineNode, until } from '../sessions.ts';

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
