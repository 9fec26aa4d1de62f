/** Which nodes a run goes to, asked before anything is sent. Free of `vscode`. */

import type { InstanceInformationStringFilter, SSM } from '@aws-sdk/client-ssm';
import type { RunFileRequest } from '../../../server/src/protocol.ts';

export type RunRequest = NonNullable<RunFileRequest['request']>;

export interface TargetPreview {
  /** What each is called. */
  names: string[];
  /** There are more than were asked for. */
  more: boolean;
}

/** @param most - nodes at most; as many requests as that takes. Undefined where the service has no way to tell. */
export async function previewTargets(
  ssm: Pick<SSM, 'describeInstanceInformation'>,
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
  const filters = filtersOf(ids, Targets);
  return filters && nodesWith(ssm, filters, most);
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
