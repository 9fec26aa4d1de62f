import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { commands, workspace } from 'vscode';
import type { Connection } from '../../../client/src/aws/connection.ts';
import { app, childrenOf, linesOf, withAccount } from '../account.ts';

/** Connects to an account through a place that lets nothing through to AWS Config. */
async function withoutConfig(behind: Connection, use: (connection: Connection) => Promise<void>): Promise<void> {
  const { connections } = await app();
  const gate = createServer((incoming, outgoing) => {
    if (String(incoming.headers['x-amz-target']).startsWith('StarlingDoveService')) {
      incoming.socket.destroy();
      return;
    }
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url ?? '/', behind.endpoint), { method: method ?? 'POST', headers });
    onward.on('response', (answer) => answer.pipe(outgoing.writeHead(answer.statusCode ?? 500, answer.headers)));
    incoming.pipe(onward);
  });
  await once(gate.listen(0, '127.0.0.1'), 'listening');
  const { port } = gate.address() as AddressInfo;
  const connection = { ...behind, endpoint: `http://127.0.0.1:${port}` };
  connections.choose(connection);
  await use(connection).finally(() => {
    gate.closeAllConnections();
    gate.close();
  });
}

describe('connections', () => {
  it('open the demo account, which needs nothing', async () => {
    const { connections, trees } = await app();
    await commands.executeCommand('opswright.tryDemo');
    assert.equal(connections.current?.id, 'demo');
    assert.equal((await childrenOf(trees.of('opswright.fleet'))).length, 25);
    await commands.executeCommand('opswright.closeConnection');
    assert.equal(connections.current, undefined);
    assert.deepEqual(await childrenOf(trees.of('opswright.fleet')), []);
  });

  it('stand side by side, each with its own content', () =>
    withAccount(['--nodes', '3'], async ({ connection }) => {
      const { trees } = await app();
      await commands.executeCommand('opswright.tryDemo');
      const fleet = trees.of('opswright.fleet');
      assert.deepEqual(await linesOf(fleet), [
        `${connection.id} — eu-west-1 · ${connection.endpoint}`,
        'demo — pretend account',
      ]);
      assert.equal((await linesOf(fleet, connection.id)).length, 3);
      assert.equal((await linesOf(fleet, 'demo')).length, 25);
      await commands.executeCommand('opswright.closeConnection');
    }));

  it('list page by page, and go on when asked', () =>
    withAccount(['--nodes', '250'], async () => {
      const { trees } = await app();
      const fleet = trees.of('opswright.fleet');
      const first = await childrenOf(fleet);
      assert.equal(first.length, 101);
      const { node } = first[100] ?? assert.fail();
      assert.equal(node.label, 'Load more…');
      await commands.executeCommand('opswright.loadMore', ...(node.command?.arguments ?? []));
      assert.equal((await childrenOf(fleet)).length, 201);
      await commands.executeCommand('opswright.loadMore', ...(node.command?.arguments ?? []));
      assert.equal((await childrenOf(fleet)).length, 250);
      await fleet.refresh();
      assert.equal((await childrenOf(fleet)).length, 101);
    }));

  it('keep their lines the same objects, by which alone VS Code knows what is drawn anew', () =>
    withAccount(['--nodes', '3'], async () => {
      const { trees } = await app();
      const fleet = trees.of('opswright.fleet');
      const before = await childrenOf(fleet);
      const [first, again] = await Promise.all([childrenOf(fleet), childrenOf(fleet)]);
      for (const [at, element] of before.entries()) {
        assert.equal(first[at], element);
        assert.equal(again[at], element);
      }
    }));

  it('say that nobody answers, and work again when somebody does', () =>
    withAccount(['--nodes', '2'], async ({ connection, end, again }) => {
      const { connections, trees } = await app();
      const fleet = trees.of('opswright.fleet');
      assert.equal((await linesOf(fleet)).length, 2);
      await end();
      await fleet.refresh();
      assert.deepEqual(await linesOf(fleet), ['No answer — click to try again']);
      assert.equal(connections.faultOf(connection)?.kind, 'unreachable');
      await again();
      // As "Try Again" does: the keys are others now.
      connections.renew(connection);
      assert.equal((await linesOf(fleet)).length, 2);
      assert.equal(connections.faultOf(connection), undefined);
    }));

  it('are of no use once they are closed, and nothing of them is kept', () =>
    withAccount(['--nodes', '1'], async ({ connection }) => {
      const { connections } = await app();
      await connections.clients(connection);
      connections.close(connection);
      await assert.rejects(connections.clients(connection), /is closed/);
      connections.choose({ ...connection, region: 'eu-central-1' });
      const { ssm } = await connections.clients(connection);
      assert.equal(await ssm.config.region(), 'eu-central-1');
    }));

  it('follow what the settings say of their names', () =>
    withAccount(['--nodes', '1'], async ({ connection }) => {
      const { connections } = await app();
      const { id: name, profile, region, endpoint } = connection;
      const settings = workspace.getConfiguration('opswright');
      const { ssm } = await connections.clients(connection);
      assert.equal(await ssm.config.region(), region);
      await settings.update('connections', [{ name, profile, region: 'eu-central-1', endpoint }], true);
      try {
        assert.equal(connections.current?.region, 'eu-central-1');
        assert.equal(await (await connections.clients(connection)).ssm.config.region(), 'eu-central-1');
      } finally {
        await settings.update('connections', undefined, true);
      }
    }));

  it('go on where one of the services does not answer, which is told once and by its lines', () =>
    withAccount(['--nodes', '2'], ({ connection: behind }) =>
      withoutConfig(behind, async (connection) => {
        const { connections, trees } = await app();
        const [compliance, fleet] = [trees.of('opswright.compliance'), trees.of('opswright.fleet')];
        const heard = { faults: 0, states: 0 };
        const listening = [connections.onFault(() => heard.faults++), connections.onState(() => heard.states++)];
        for (let round = 0; round < 3; round++) {
          assert.deepEqual(await linesOf(compliance, 'Config rules'), ['No answer — click to try again']);
          assert.equal((await linesOf(fleet)).length, 2);
          await fleet.refresh();
        }
        for (const each of listening) each.dispose();
        assert.equal(connections.faultOf(connection), undefined);
        // It was taken for the whole connection, until another service answered.
        assert.deepEqual(heard, { faults: 1, states: 2 });
      }),
    ));
});
