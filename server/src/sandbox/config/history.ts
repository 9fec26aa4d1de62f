/**
 * The history of resources: what has changed since the account began is recorded, what was before is told by what a resource
 * is and what was done to it in the weeks before.
 */

import type { ConfigurationItem, GetResourceConfigHistoryRequest } from '@aws-sdk/client-config-service';
import type { JsonMap } from '../../simulator/index.ts';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { configurationItem } from './discovered.ts';
import { firstConfiguration } from './estate.ts';
import { type Item, itemNamed } from './items.ts';
import { pastOf } from './past.ts';
import { tokenError } from './rules.ts';

interface Recorded {
  at: number;
  status: 'OK' | 'ResourceDeleted';
  /** Of a resource that exists. */
  item?: Omit<Item, 'machine' | 'configuration'> & { configuration: string };
}

const stored = slice<Record<string, Recorded[]>>('config.history', () => ({}));

const mostRecorded = 100;

/** Records how a resource is now, where that is another state than the last one. */
export function recordItem(account: Account, type: string, id: string): void {
  const history = stored(account);
  const key = `${type} ${id}`;
  const list = history[key] ?? [];
  history[key] = list;
  const item = itemNamed(account, type, id);
  const last = list.at(-1);
  const at = account.now();
  if (item === undefined) {
    if (last?.status !== 'ResourceDeleted') list.push({ at, status: 'ResourceDeleted' });
  } else {
    const kept = {
      type,
      id,
      name: item.name,
      created: item.created,
      tags: { ...item.tags },
      configuration: JSON.stringify(item.configuration()),
    };
    if (JSON.stringify(last?.item) !== JSON.stringify(kept)) list.push({ at, status: 'OK', item: kept });
  }
  if (list.length > mostRecorded) list.shift();
}

export function getResourceConfigHistory(account: Account, input: GetResourceConfigHistoryRequest) {
  const { resourceType = '', resourceId = '', laterTime, earlierTime, chronologicalOrder, limit, nextToken } = input;
  if (laterTime !== undefined && earlierTime !== undefined && laterTime < earlierTime)
    throw new ServiceError('InvalidTimeRangeException', 'The later time is before the earlier time.');
  const all = historyOf(account, resourceType, resourceId);
  if (all.length === 0)
    throw new ServiceError(
      'ResourceNotDiscoveredException',
      `Resource ${resourceId} of resourceType:${resourceType} is unknown or has not been discovered.`,
    );
  const within = all.filter(({ configurationItemCaptureTime: at = new Date(0) }) => {
    return (laterTime === undefined || at <= laterTime) && (earlierTime === undefined || at >= earlierTime);
  });
  const ordered = chronologicalOrder === 'Forward' ? within : within.reverse();
  const request = { MaxResults: limit || 10, NextToken: nextToken };
  const page = pageOf(`history ${resourceType} ${resourceId}`, ordered, request, 100, tokenError);
  return { configurationItems: page.items, nextToken: page.NextToken };
}

/** The states of a resource, the oldest first; none for one that was never there. */
function historyOf(account: Account, type: string, id: string): ConfigurationItem[] {
  const key = `${type} ${id}`;
  const recorded = Object.hasOwn(stored(account), key) ? (stored(account)[key] ?? []) : [];
  const present = itemNamed(account, type, id);
  const first = recorded.find(({ item }) => item !== undefined)?.item;
  const known: Item | undefined =
    present ?? (first && { ...first, configuration: () => JSON.parse(first.configuration) });
  if (known === undefined) return [];
  const now = recorded.map(({ at, status, item }): ConfigurationItem => {
    if (item === undefined)
      return {
        ...configurationItem(account, { ...known, tags: {}, configuration: () => ({}) }, at),
        configurationItemStatus: status,
      };
    return configurationItem(account, { ...item, configuration: () => JSON.parse(item.configuration) }, at);
  });
  return [...earlier(account, known), ...now];
}

const day = 86_400_000;

/** What was before the account began: discovered, tagged a day later, and then changed by somebody now and then. */
function earlier(account: Account, item: Item): ConfigurationItem[] {
  const changes = pastOf(account, item.type, item.id);
  const last = { ...item.configuration(), ...firstState(item, changes.length > 0) };
  // Each change says what was there before it: going backwards from the last of them gives the states.
  const states = [last];
  for (const { before } of changes.toReversed()) states.unshift({ ...states[0], ...before });
  const state = (at: number, index: number, tags = item.tags): ConfigurationItem =>
    configurationItem(account, { ...item, tags, configuration: () => states[index] ?? last }, at);
  const discovered = {
    ...state(item.created + 60_000, 0, {}),
    configurationItemStatus: 'ResourceDiscovered' as const,
  };
  // What was made a moment ago has no past.
  const isTagged = item.created + day < account.now() && Object.keys(item.tags).length > 0;
  return [
    discovered,
    ...(isTagged ? [state(item.created + day, 0)] : []),
    // Config takes a while to see what was done.
    ...changes.map(({ at }, index) => state(at + 5_000, index + 1)),
  ];
}

/** What a resource had in the moment in which the account began, where that may be otherwise now. */
function firstState({ type, id }: Item, wasStopped: boolean): JsonMap | undefined {
  if (type !== 'AWS::EC2::Instance') return firstConfiguration(type, id);
  return { state: { name: wasStopped ? 'stopped' : 'running' } };
}
