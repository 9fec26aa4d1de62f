/**
 * The Fleet view of ten thousand nodes, in sight: what the first lines cost, and what paging to the end does to the memory of
 * the extension host. The figures are printed for whoever looks; only the count of calls and the bound on memory are held.
 */

import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { commands } from 'vscode';
import { app, listCalls, withAccount } from '../account.ts';
import { until } from '../editor.ts';

const megabyte = 1024 * 1024;

/** What is in use once everything that is not is gone. */
function memoryInUse(): number {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / megabyte;
}

describe('the Fleet view of ten thousand nodes', () => {
  it('shows its first lines after one call, and all of them in less than 60 MB', function () {
    this.timeout(240_000);
    return withAccount(['--nodes', '10000'], async ({ connection }) => {
      const { connections, trees } = await app();
      const tree = trees.of('opswright.fleet');
      const { calls, dispose } = listCalls(connections);
      const path = `/${connection.id.replaceAll('/', '%2F')}`;
      try {
        const first = until(connections.onCall, () => calls.length > 0, 30_000);
        await commands.executeCommand('opswright.fleet.focus');
        await until(tree.view.onDidChangeVisibility, () => tree.view.visible);
        await first;
        const lines = (await tree.getChildren()) ?? [];
        assert.equal(lines.length, 101);
        assert.deepEqual(calls, ['DescribeInstanceProperties']);

        const before = memoryInUse();
        const began = performance.now();
        for (let shown = 100; shown < 10_000; shown += 100) await tree.more(path, shown);
        const seconds = (performance.now() - began) / 1000;
        const all = (await tree.getChildren()) ?? [];
        assert.equal(all.length, 10_000);
        // What VS Code still has to draw belongs to it.
        await new Promise((resolve) => setTimeout(resolve, 2000));
        const grown = memoryInUse() - before;
        const mark = process.env.OPSWRIGHT_MARK ?? '';
        console.log(
          `${mark}10,000 nodes: ${calls.length} calls, ${grown.toFixed(1)} MB, ${seconds.toFixed(1)} s to the end`,
        );
        // Other views that are visible ask for theirs.
        assert.equal(calls.filter((call) => call === 'DescribeInstanceProperties').length, 100);
        assert.ok(grown < 60, `${grown.toFixed(1)} MB`);
      } finally {
        dispose();
        await commands.executeCommand('workbench.view.explorer');
      }
    });
  });
});
