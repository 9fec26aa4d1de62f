/** The Fleet view of a pretend account, read by a suite. */

import { commands } from 'vscode';
import type { Element } from '../../client/src/views/tree.ts';
import { app, childrenOf, listCalls, type PretendAccount, withAccount } from './account.ts';

/** The Fleet view of a pretend account, flat and unfiltered before and after. */
export function withFleet(
  options: string[],
  use: (fleet: Fleet, account: PretendAccount) => Promise<void>,
): Promise<void> {
  return withAccount(options, async (account) => {
    const { connections, trees } = await app();
    const tree = trees.of('opswright.fleet');
    const { calls, dispose } = listCalls(connections);
    try {
      await use({ tree, arranged: trees.fleet, calls }, account);
    } finally {
      dispose();
      trees.fleet.filter = undefined;
      trees.fleet.grouping = { by: 'nothing' };
    }
  });
}

type App = Awaited<ReturnType<typeof app>>;

export interface Fleet {
  tree: ReturnType<App['trees']['of']>;
  arranged: App['trees']['fleet'];
  /** The operations that were called since. */
  calls: string[];
}

/** All nodes below an element, however many pages there are. */
export async function allOf({ tree }: Fleet, element?: Element): Promise<Element[]> {
  for (;;) {
    const lines = await childrenOf(tree, element);
    const last = lines.at(-1);
    if (last?.node.context !== 'more') return lines;
    await commands.executeCommand('opswright.loadMore', ...(last.node.command?.arguments ?? []));
  }
}

export async function namesOf(fleet: Fleet, element?: Element): Promise<string[]> {
  return (await allOf(fleet, element)).map(({ node }) => node.label);
}
