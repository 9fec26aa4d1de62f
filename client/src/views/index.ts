/** The views of the side bar, one file each, and the trees that show them. */

import { Disposable } from 'vscode';
import type { Connections } from '../aws/connections.ts';
import { compliance } from './compliance.ts';
import { type Arrangement, arrangement } from './fleet/arrangement.ts';
import { fleet } from './fleet.ts';
import { readWhenSeen } from './scrolling.ts';
import { createTree, type Tree, type View } from './tree.ts';

export interface Trees extends Disposable {
  /** By the id of its view, such as `opswright.fleet`. */
  of(id: string): Tree;
  /** How the nodes of the Fleet view are grouped and filtered. */
  fleet: Arrangement;
  /** Reads all that is visible anew. */
  refresh(): void;
}

/** @param others - views that more than a connection is needed for. */
export function registerViews(connections: Connections, others: readonly View[]): Trees {
  const arranged = arrangement();
  const views: View[] = [fleet(connections, arranged), compliance(connections), ...others];
  const trees = new Map(views.map((view) => [view.id, createTree(view, connections)]));
  const scrolling = readWhenSeen(async (id, path, count) => {
    const tree = trees.get(id);
    if (tree?.view.visible) await tree.more(path, count);
  });
  return {
    fleet: arranged,
    of(id) {
      const tree = trees.get(id);
      if (!tree) throw new Error(`There is no view ${id}`);
      return tree;
    },
    refresh() {
      for (const tree of trees.values()) void tree.refresh();
    },
    dispose: () => Disposable.from(arranged, scrolling, ...trees.values()).dispose(),
  };
}
