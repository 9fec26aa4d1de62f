/**
 * A group of nodes as a line: a list that the service filters. It is counted by its first page, which is then what the group
 * shows when it is opened, so that nothing is asked twice. No operation counts nodes by state or tag: where there are more than a
 * page, the count grows with what is read, or all of them are counted when somebody wants to know.
 */

import type { Connection } from '../../aws/connection.ts';
import type { Connections } from '../../aws/connections.ts';
import { readFault } from '../../aws/fault.ts';
import { type Listing, pagesOf } from '../pages.ts';
import type { TreeNode } from '../tree.ts';
import { nodeLine } from './nodeLine.ts';
import { listNodes, longestPage, type ManagedNode, type NodeQuery } from './nodes.ts';

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

/**
 * A list of nodes that pass the filter and are in `query` too.
 *
 * @param first - its first page, where it was read already. @param read - told of how many nodes were read so far.
 */
export function nodesOf(
  { connections, connection, filter }: Nodes,
  query: NodeQuery,
  first?: Listing<ManagedNode>,
  read: (soFar: Count) => void = () => undefined,
): Required<Pick<TreeNode, 'pages'>> {
  const asked = both(filter, query);
  return {
    pages() {
      let soFar = first ? countOf(first) : none;
      return pagesOf(
        async (token) => {
          const page = await listNodes(await connections.clients(connection), asked, token);
          soFar = countOf(page, soFar);
          read(soFar);
          return page;
        },
        (node) => nodeLine(node, connection, connections),
        first,
      );
    },
  };
}

/** How many nodes were found, and whether there are more. */
interface Count {
  readonly number: number;
  readonly more: boolean;
}

const none: Count = { number: 0, more: true };

function countOf({ items = [], next }: Listing<ManagedNode>, before = none): Count {
  return { number: before.number + items.length, more: next !== undefined && next !== '' };
}

/** What the command that counts is given. */
export interface GroupSubject {
  group: string;
  /** Reads the whole group, a long page at a time, and tells how many nodes there were so far; the line then knows. */
  count(): AsyncIterable<number>;
}

/** A group that nobody has counted. */
export function groupLine(place: Nodes, { label, nodes, line }: Group): TreeNode {
  return {
    ...line,
    id: line?.id ?? label,
    label,
    context: 'group',
    empty: 'No nodes',
    ...nodesOf(place, nodes),
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
    const asked = both(filter, group.nodes);
    const first = await listNodes(await connections.clients(connection), asked);
    let known = countOf(first);
    const line: TreeNode = {
      ...groupLine(place, group),
      ...nodesOf(place, group.nodes, first, (soFar) => {
        if (known.more) known = soFar;
      }),
      // Read whenever it is drawn. A page of which the filter has left nothing says nothing of the others.
      get description() {
        return known.number === 0 && known.more ? '' : `${known.number}${known.more ? '+' : ''}`;
      },
      get context() {
        return known.more ? 'group uncounted' : 'group';
      },
      subject: {
        group: group.label,
        async *count() {
          let soFar = none;
          let token: string | undefined;
          do {
            const page = await listNodes(await connections.clients(connection), asked, token, longestPage);
            soFar = countOf(page, soFar);
            token = page.next;
            yield soFar.number;
          } while (soFar.more);
          known = soFar;
        },
      } satisfies GroupSubject,
      read: async () => (await count(place, group)).line,
    };
    return { line, isEmpty: known.number === 0 && !known.more };
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
