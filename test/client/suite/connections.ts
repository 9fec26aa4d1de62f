import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { app, childrenOf, linesOf, withAccount } from '../account.ts';

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
      await commands.executeCommand('opswright.refresh');
      assert.equal((await linesOf(fleet)).length, 2);
      assert.equal(connections.faultOf(connection), undefined);
    }));
});
