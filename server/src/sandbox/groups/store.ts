/**
 * Resource groups: names for what has certain tags. Which resources belong to one is found anew at each question, as the
 * service does, so a machine that gets a tag joins its groups at once.
 */

import type { TagFilter } from '@aws-sdk/client-resource-groups-tagging-api';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import type { Machine } from '../fleet.ts';
import { hasTags, type Tagged, taggedResources } from '../tagging/taggable.ts';

export interface GroupQuery {
  /** Such as `AWS::EC2::Instance`; `AWS::AllSupported` for every type. */
  types: string[];
  /** All of them must hold. */
  tags: TagFilter[];
}

export interface StoredGroup {
  name: string;
  description: string;
  query: GroupQuery;
}

export const everyType = 'AWS::AllSupported';
const nodeTypes = ['AWS::EC2::Instance', 'AWS::SSM::ManagedInstance'];

const stored = slice<Record<string, StoredGroup>>('groups', () =>
  Object.fromEntries(demoGroups().map((group) => [group.name, group])),
);

/** One for each role of the fleet; one of everything in production, and one that has no machines. */
function demoGroups(): StoredGroup[] {
  const roles = Object.entries({
    app: 'Application servers of the shop',
    bastion: 'Hosts to jump from',
    db: 'Databases of the shop',
    store: 'Servers in the stores',
    web: 'Web servers of the shop',
    worker: 'What works through the queues',
  });
  const production: TagFilter[] = [{ Key: 'Environment', Values: ['prod'] }];
  return [
    ...roles.map(([name, description]) => ({
      name,
      description,
      query: { types: nodeTypes, tags: [{ Key: 'Role', Values: [name] }] },
    })),
    {
      name: 'shop-buckets',
      description: 'Buckets of the shop',
      query: { types: ['AWS::S3::Bucket'], tags: production },
    },
    { name: 'shop-production', description: 'All of production', query: { types: [everyType], tags: production } },
  ];
}

export function groupsOf(account: Account): Record<string, StoredGroup> {
  return stored(account);
}

/** @param given - a name or an ARN. Throws `NotFoundException`. */
export function groupNamed(account: Account, given: string): StoredGroup {
  const name = given.split('/').at(-1) ?? '';
  const found = Object.hasOwn(stored(account), name) ? stored(account)[name] : undefined;
  if (found === undefined) throw new ServiceError('NotFoundException', `Cannot find group ${name}.`, 404);
  return found;
}

/** What a query finds, one after the other. @param types - narrows it further. */
export function* membersOf(account: Account, { types, tags }: GroupQuery, only?: string[]): Generator<Tagged, void> {
  for (const each of taggedResources(account))
    if (
      isOf(each.resourceType, types) &&
      (only === undefined || only.includes(each.resourceType)) &&
      hasTags(each, tags)
    )
      yield each;
}

/** True for a machine of a group; a group that is not there has none. */
export function isMember(account: Account, { id, tags }: Machine, name: string): boolean {
  const group = Object.hasOwn(stored(account), name) ? stored(account)[name] : undefined;
  const type = id.startsWith('mi-') ? 'AWS::SSM::ManagedInstance' : 'AWS::EC2::Instance';
  return group !== undefined && isOf(type, group.query.types) && hasTags({ tags }, group.query.tags);
}

function isOf(type: string, types: readonly string[]): boolean {
  return types.includes(everyType) || types.includes(type);
}
