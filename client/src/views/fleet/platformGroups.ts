/**
 * The fleet by platform. The inventory counts nodes by the name of their system, each kind of Linux for itself. Where it may not
 * be read, there are the three types that lists of nodes can be filtered by.
 */

import type { InventoryFilter, SSM } from '@aws-sdk/client-ssm';
import { readFault } from '../../aws/fault.ts';
import type { TreeNode } from '../tree.ts';
import { countedGroups, type Group, groupLine, type Nodes } from './group.ts';
import { alive } from './nodes.ts';
import { platformWords } from './words.ts';

const platformName = 'AWS:InstanceInformation.PlatformName';

export async function platformGroups(place: Nodes): Promise<TreeNode[]> {
  const { connections, connection, filter } = place;
  const { ssm } = await connections.clients(connection);
  const counts = await countPlatforms(ssm, [alive, ...(filter.inventory ?? [])]).catch((error) => {
    if (readFault(error).kind !== 'denied') throw error;
    return [];
  });
  if (counts.length === 0) return byType(place);
  // The inventory can be asked for neither ids nor tags nor names.
  const isWhole = filter.filters.length === 0 && filter.text === undefined;
  const groups = counts.map(
    ({ name, count }): Group => ({
      label: platformWords(name, undefined),
      nodes: { filters: [], inventory: [{ Key: platformName, Values: [name], Type: 'Equal' }] },
      line: { id: name, icon: platformIcon(name), ...(isWhole && { description: String(count) }) },
    }),
  );
  if (isWhole) return groups.map((group) => groupLine(place, group));
  return (await countedGroups(place, groups)).filter(({ isEmpty }) => !isEmpty).map(({ line }) => line);
}

async function byType(place: Nodes): Promise<TreeNode[]> {
  const groups = [['Linux'], ['Windows'], ['MacOS', 'macOS']].map(
    ([type = '', label = type]): Group => ({
      label,
      nodes: { filters: [{ key: 'PlatformTypes', values: [type] }] },
      line: { icon: platformIcon(label) },
    }),
  );
  return (await countedGroups(place, groups)).map(({ line }) => line);
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

/** The icon of a system, by its name or kind. */
export function platformIcon(name: string): string {
  if (/windows/i.test(name)) return 'terminal-powershell';
  if (/ubuntu/i.test(name)) return 'terminal-ubuntu';
  if (/debian/i.test(name)) return 'terminal-debian';
  return /mac/i.test(name) ? 'device-desktop' : 'terminal-linux';
}
