/** The groups of the Fleet view: by state, platform or a tag. Each is a list that the service filters, read when it is opened. */

import type { InventoryFilter, SSM } from '@aws-sdk/client-ssm';
import type { Connection } from '../../aws/connection.ts';
import type { Connections } from '../../aws/connections.ts';
import { readFault } from '../../aws/fault.ts';
import { pagesOf } from '../pages.ts';
import type { TreeNode } from '../tree.ts';
import type { Arrangement } from './arrangement.ts';
import type { FleetFilter } from './filter.ts';
import { nodeLine } from './nodeLine.ts';
import { alive, listNodes, type NodeQuery } from './nodes.ts';
import { platformWords, stateWords } from './words.ts';

/** What stands below a connection. */
export function groupsOf(
  connections: Connections,
  connection: Connection,
  { grouping, filter }: Arrangement,
): Pick<TreeNode, 'pages' | 'children' | 'empty'> {
  const query = queryOf(filter);
  const list = (more: NodeQuery, empty: string) => nodesOf(connections, connection, both(query, more), empty);
  const group = (label: string, more: NodeQuery, line: Partial<TreeNode> = {}): TreeNode => ({
    ...line,
    id: line.id ?? label,
    label,
    context: 'group',
    ...list(more, 'No nodes'),
  });
  switch (grouping.by) {
    case 'state':
      return {
        children: () =>
          states.map(([ping, icon]) =>
            group(stateWords(ping), { filters: [{ key: 'PingStatus', values: [ping] }] }, { icon }),
          ),
      };
    case 'platform':
      return { children: async () => platforms((await connections.clients(connection)).ssm, query, group) };
    case 'tag':
      return {
        empty: `Nothing in this Region has the tag ${grouping.key}`,
        pages: () =>
          pagesOf(
            async (PaginationToken) => {
              const { tagging } = await connections.clients(connection);
              const answer = await tagging.getTagValues({ Key: grouping.key, PaginationToken });
              return { items: answer.TagValues, next: answer.PaginationToken };
            },
            (value) =>
              group(
                value || '(no value)',
                { filters: [{ key: `tag:${grouping.key}`, values: [value] }] },
                { id: value, icon: 'tag' },
              ),
          ),
      };
    default:
      return list({ filters: [] }, filter ? 'No managed node passes the filter' : 'No managed nodes');
  }
}

type Group = (label: string, more: NodeQuery, line?: Partial<TreeNode>) => TreeNode;

const states: readonly (readonly [ping: string, icon: NonNullable<TreeNode['icon']>])[] = [
  ['Online', { name: 'vm-running', color: 'testing.iconPassed' }],
  ['ConnectionLost', { name: 'vm-outline', color: 'list.warningForeground' }],
  ['Inactive', 'vm'],
];

function nodesOf(
  connections: Connections,
  connection: Connection,
  query: NodeQuery,
  empty: string,
): Pick<TreeNode, 'pages' | 'empty'> {
  return {
    empty,
    pages: () =>
      pagesOf(
        async (token) => listNodes((await connections.clients(connection)).ssm, query, token),
        (node) => nodeLine(node, connection, connections),
      ),
  };
}

/** What a filter asks of the service. */
export function queryOf(filter: FleetFilter | undefined): NodeQuery {
  switch (filter?.by) {
    case 'ids':
      return { filters: [{ key: 'InstanceIds', values: filter.ids }] };
    case 'tag':
      return {
        filters: [
          filter.values.length === 0
            ? { key: 'tag-key', values: [filter.key] }
            : { key: `tag:${filter.key}`, values: filter.values },
        ],
      };
    case 'application':
      return { filters: [], inventory: [{ Key: 'AWS:Application.Name', Values: [filter.name], Type: 'Equal' }] };
    case 'text':
      return { filters: [], text: filter.text };
    default:
      return { filters: [] };
  }
}

function both(one: NodeQuery, other: NodeQuery): NodeQuery {
  const inventory = [...(one.inventory ?? []), ...(other.inventory ?? [])];
  return { ...one, filters: [...one.filters, ...other.filters], ...(inventory.length > 0 && { inventory }) };
}

const platformName = 'AWS:InstanceInformation.PlatformName';

/**
 * The inventory counts nodes by the name of their system, each kind of Linux for itself. Where it may not be read, or a filter
 * makes its counts wrong, there are the three types that lists of nodes can be filtered by.
 */
async function platforms(ssm: SSM, query: NodeQuery, group: Group): Promise<TreeNode[]> {
  const counts = await countPlatforms(ssm, [alive, ...(query.inventory ?? [])]).catch((error) => {
    if (readFault(error).kind !== 'denied') throw error;
    return [];
  });
  const isWhole = query.filters.length === 0 && query.text === undefined;
  if (counts.length > 0)
    return counts.map(({ name, count }) =>
      group(
        platformWords(name, undefined),
        { filters: [], inventory: [{ Key: platformName, Values: [name], Type: 'Equal' }] },
        {
          id: name,
          icon: iconOf(name),
          ...(isWhole && { description: String(count) }),
        },
      ),
    );
  return [['Linux'], ['Windows'], ['MacOS', 'macOS']].map(([type = '', label = type]) =>
    group(label, { filters: [{ key: 'PlatformTypes', values: [type] }] }, { icon: iconOf(label) }),
  );
}

async function countPlatforms(ssm: SSM, Filters: InventoryFilter[]): Promise<{ name: string; count: number }[]> {
  const found: { name: string; count: number }[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await ssm.getInventory({ Filters, Aggregators: [{ Expression: platformName }], NextToken });
    const rows =
      answer.Entities?.flatMap(({ Data = {} }) => Object.values(Data).flatMap(({ Content = [] }) => Content)) ?? [];
    found.push(
      ...rows.flatMap(({ PlatformName, Count }) =>
        PlatformName ? [{ name: PlatformName, count: Number(Count) }] : [],
      ),
    );
    NextToken = answer.NextToken;
  } while (NextToken);
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

function iconOf(name: string): string {
  if (/windows/i.test(name)) return 'terminal-powershell';
  if (/ubuntu/i.test(name)) return 'terminal-ubuntu';
  if (/debian/i.test(name)) return 'terminal-debian';
  return /mac/i.test(name) ? 'device-desktop' : 'terminal-linux';
}
