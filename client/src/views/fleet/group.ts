/**
 * A group of nodes as a line: a list that the service filters. It is counted by its first page, which is then what the group
 * shows when it is opened, so that nothing is asked twice.
 */

import type { Connection } from '../../aws/connection.ts';
import type { Connections } from '../../aws/connections.ts';
import { readFault } from '../../aws/fault.ts';
import { type Listing, pagesOf } from '../pages.ts';
import type { TreeNode } from '../tree.ts';
import { nodeLine } from './nodeLine.ts';
import { listNodes, type ManagedNode, type NodeQuery } from './nodes.ts';

/** Where nodes are listed, and which of them the filter of the view lets through. */
export interface Nodes {
  readonly connections: Connections;
  readonly connection: Connection;
  readonly filter: NodeQuery;
}

/** A group: what it is called, which nodes are in it, and the rest of its line. */
export interface Group {
  readonly label: string;
  readonly nodes: NodeQuery;
  readonly line?: Partial<TreeNode>;
}

/** A list of nodes that pass the filter and are in `query` too. @param first - its first page, where it was read already. */
export function nodesOf(
  { connections, connection, filter }: Nodes,
  query: NodeQuery,
  first?: Listing<ManagedNode>,
): Required<Pick<TreeNode, 'pages'>> {
  const asked = both(filter, query);
  return {
    pages: () =>
      pagesOf(
        async (token) => listNodes(await connections.clients(connection), asked, token),
        (node) => nodeLine(node, connection, connections),
        first,
      ),
  };
}

/** A group that nobody has counted. */
export function groupLine(place: Nodes, { label, nodes, line }: Group, first?: Listing<ManagedNode>): TreeNode {
  return {
    ...line,
    id: line?.id ?? label,
    label,
    context: 'group',
    empty: 'No nodes',
    ...nodesOf(place, nodes, first),
  };
}

/** Groups with their counts, from a request or two for each. */
export async function countedGroups(place: Nodes, groups: readonly Group[]): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (let at = 0; at < groups.length; at += atOnce)
    counted.push(...(await Promise.all(groups.slice(at, at + atOnce).map((group) => count(place, group)))));
  return counted;
}

export interface Counted {
  readonly line: TreeNode;
  /** Known to have no nodes. */
  readonly isEmpty: boolean;
}

/** As many groups are counted at the same time. */
const atOnce = 4;

async function count(place: Nodes, group: Group): Promise<Counted> {
  const { connections, connection, filter } = place;
  try {
    const first = await listNodes(await connections.clients(connection), both(filter, group.nodes));
    const { items = [], next } = first;
    const line: TreeNode = {
      ...groupLine(place, group, first),
      // A page of which the filter has left nothing says nothing of the others.
      ...((items.length > 0 || !next) && { description: `${items.length}${next ? '+' : ''}` }),
      read: async () => (await count(place, group)).line,
    };
    return { line, isEmpty: items.length === 0 && !next };
  } catch (error) {
    const { kind } = readFault(error);
    if (kind === 'signedOut' || kind === 'unreachable') throw error;
    // What is wrong with one group is said when that one is opened.
    return { line: groupLine(place, group), isEmpty: false };
  }
}

function both(one: NodeQuery, other: NodeQuery): NodeQuery {
  const inventory = [...(one.inventory ?? []), ...(other.inventory ?? [])];
  return { ...one, ...other, filters: [...one.filters, ...other.filters], ...(inventory.length > 0 && { inventory }) };
}
