/** How the Fleet view is laid out below a connection: one list of nodes, or groups by state, platform, a tag or resource group. */

import type { Connection } from '../../aws/connection.ts';
import type { Connections } from '../../aws/connections.ts';
import type { TreeNode } from '../tree.ts';
import type { Arrangement } from './arrangement.ts';
import type { FleetFilter } from './filter.ts';
import { countedGroups, type Group, type Nodes, nodesOf } from './group.ts';
import type { NodeQuery } from './nodes.ts';
import { platformGroups } from './platformGroups.ts';
import { resourceGroupPages } from './resourceGroups.ts';
import { tagPages } from './tagGroups.ts';
import { stateWords } from './words.ts';

/** What stands below a connection. */
export function groupsOf(
  connections: Connections,
  connection: Connection,
  { grouping, filter }: Arrangement,
): Pick<TreeNode, 'pages' | 'children' | 'empty'> {
  const place: Nodes = { connections, connection, filter: queryOf(filter) };
  const that = filter ? ' that passes the filter' : '';
  switch (grouping.by) {
    case 'state':
      return { children: () => stateGroups(place) };
    case 'platform':
      return { children: () => platformGroups(place) };
    case 'tag':
      return {
        empty: `No managed node${that} has the tag ${grouping.key}`,
        pages: () => tagPages(place, grouping.key),
      };
    case 'group':
      return {
        empty: `No resource group has a managed node${that}`,
        pages: () => resourceGroupPages(place),
      };
    default:
      return {
        empty: filter ? 'No managed node passes the filter' : 'No managed nodes',
        ...nodesOf(place, { filters: [] }),
      };
  }
}

/** What a filter asks of the service. */
function queryOf(filter: FleetFilter | undefined): NodeQuery {
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

const states: readonly (readonly [ping: string, icon: NonNullable<TreeNode['icon']>])[] = [
  ['Online', { name: 'vm-running', color: 'testing.iconPassed' }],
  ['ConnectionLost', { name: 'vm-outline', color: 'list.warningForeground' }],
  ['Inactive', 'vm'],
];

/** All three, those without nodes too: that no connection is lost is worth knowing. */
async function stateGroups(place: Nodes): Promise<TreeNode[]> {
  const groups = states.map(
    ([ping, icon]): Group => ({
      label: stateWords(ping),
      nodes: { filters: [{ key: 'PingStatus', values: [ping] }] },
      line: { icon },
    }),
  );
  return (await countedGroups(place, groups)).map(({ line }) => line);
}
