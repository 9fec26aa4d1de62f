/** Shows a run in the Runs view: from a notification, a result or a link. One that the list does not have any more is opened as text. */

import { commands } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import type { RunKind } from '../runs/run.ts';
import { runNodeId } from '../views/runNode.ts';
import type { Element, Tree } from '../views/tree.ts';
import type { Command } from './index.ts';

interface Given {
  connection: Connection;
  kind: RunKind;
  id: string;
}

export const showRun: Command = {
  id: 'opswright.showRun',
  async run({ connections, runs, trees }, { connection, kind, id }: Given) {
    const tree = trees.of('opswright.runs');
    if (connections.open.every((open) => open.id !== connection.id)) connections.choose(connection);
    await commands.executeCommand('opswright.runs.focus');
    let element = await find(tree, connection, runNodeId({ kind, id }));
    if (!element) {
      // What has just begun is not in a list that was read before, and maybe not in what is filtered.
      runs.filter = {};
      await tree.refresh();
      element = await find(tree, connection, runNodeId({ kind, id }));
    }
    if (element) await tree.view.reveal(element, { select: true, focus: true, expand: true });
    else await commands.executeCommand('opswright.showRunOutput', { connection, run: { kind, id } });
  },
};

async function find(tree: Tree, connection: Connection, id: string): Promise<Element | undefined> {
  const top = (await tree.getChildren()) ?? [];
  const root = top.find(({ parent, node }) => parent === undefined && node.id === connection.id);
  const lines = root ? ((await tree.getChildren(root)) ?? []) : top;
  return lines.find(({ node }) => node.id === id);
}
