/** Which nodes a run goes to, asked before anything is sent. Free of `vscode`. */

import type { InstanceInformationStringFilter, SSM } from '@aws-sdk/client-ssm';
import type { RunFileRequest } from '../../../server/src/protocol.ts';
import type { Clients } from '../aws/clients.ts';
import { readFault } from '../aws/fault.ts';
import { listNodes, type NodeQuery } from '../views/fleet/nodes.ts';

export type RunRequest = NonNullable<RunFileRequest['request']>;

export interface TargetPreview {
  /** What each is called. */
  names: string[];
  /** There are more than were asked for. */
  more: boolean;
}

/** @param most - nodes at most; as many requests as that takes. Undefined where the service has no way to tell. */
export async function previewTargets(
  clients: Pick<Clients, 'ssm' | 'groups'>,
  { kind, input }: RunRequest,
  most: number,
): Promise<TargetPreview | undefined> {
  const { Targets = [] } = input;
  const locations = kind === 'automation' ? (input.TargetLocations ?? []) : [];
  if (locations.length > 0) return undefined;
  const listed = Targets.flatMap(({ Key, Values }) => (Key === 'ParameterValues' ? Values : []));
  if (listed.length > 0) return { names: listed.slice(0, most), more: listed.length > most };
  const ids = kind === 'command' ? (input.InstanceIds ?? []) : [];
  if (ids.length === 0 && Targets.length === 0) return { names: [], more: false };
  const group = kind === 'command' ? groupOf(Targets) : undefined;
  if (group) return nodesOf(clients, group, most);
  const filters = filtersOf(ids, Targets);
  return filters && nodesWith(clients.ssm, filters, most);
}

/** The one resource group that nodes are meant by; undefined for other targets. What a runbook does on a group need not be nodes. */
function groupOf(targets: readonly { Key: string; Values: string[] }[]): NodeQuery | undefined {
  const [target, ...others] = targets;
  const [group] = target?.Values ?? [];
  const isOne = target?.Key === 'resource-groups:Name' && target.Values.length === 1 && others.length === 0;
  return isOne && group !== undefined ? { group, filters: [] } : undefined;
}

/** Undefined where the group is not there or may not be read: the run itself may be allowed more. */
async function nodesOf(
  clients: Pick<Clients, 'ssm' | 'groups'>,
  query: NodeQuery,
  most: number,
): Promise<TargetPreview | undefined> {
  const names: string[] = [];
  let token: string | undefined;
  try {
    do {
      const { items = [], next } = await listNodes(clients, query, token);
      names.push(...items.map(({ name }) => name));
      token = next;
    } while (token !== undefined && names.length <= most);
  } catch (error) {
    const { kind } = readFault(error);
    if (kind === 'denied' || kind === 'refused') return undefined;
    throw error;
  }
  return { names: names.slice(0, most), more: names.length > most || token !== undefined };
}

/** The same choice for DescribeInstanceInformation, which knows no resource groups. */
function filtersOf(
  ids: readonly string[],
  targets: readonly { Key: string; Values: string[] }[],
): InstanceInformationStringFilter[] | undefined {
  if (ids.length > 0) return [{ Key: 'InstanceIds', Values: [...ids] }];
  // All nodes.
  if (targets.some(({ Key, Values }) => Key === 'InstanceIds' && Values.includes('*'))) return [];
  const known = targets.every(({ Key }) => Key === 'InstanceIds' || Key === 'tag-key' || Key.startsWith('tag:'));
  return known ? targets.map(({ Key, Values }) => ({ Key, Values })) : undefined;
}

async function nodesWith(
  ssm: Pick<SSM, 'describeInstanceInformation'>,
  Filters: InstanceInformationStringFilter[],
  most: number,
): Promise<TargetPreview> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const answer = await ssm.describeInstanceInformation({
      // The service takes 5 to 50.
      MaxResults: Math.max(5, Math.min(50, most + 1 - names.length)),
      ...(Filters.length > 0 && { Filters }),
      ...(token !== undefined && { NextToken: token }),
    });
    for (const { InstanceId = '', Name, ComputerName } of answer.InstanceInformationList ?? [])
      names.push(Name || ComputerName || InstanceId);
    token = answer.NextToken || undefined;
  } while (token !== undefined && names.length <= most);
  return { names: names.slice(0, most), more: names.length > most };
}

/** How many are counted, for words and questions: five requests at most. */
export const mostCounted = 250;

/** Such as "web-1", "web-1 and 2 more", "28 nodes", "more than 250 nodes". */
export function targetWords(preview: TargetPreview | undefined): string {
  if (!preview) return 'targets that are not known before';
  const { names, more } = preview;
  const [first] = names;
  if (more) return `more than ${names.length} nodes`;
  if (first === undefined) return 'no node';
  if (names.length > 3) return `${names.length} nodes`;
  return names.length === 1 ? first : `${first} and ${names.length - 1} more`;
}
