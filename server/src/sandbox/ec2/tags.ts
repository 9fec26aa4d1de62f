/** Tags of everything in EC2: those of an instance stand with its machine, all others here by the id of the resource. */

import type {
  CreateTagsRequest,
  DeleteTagsRequest,
  DescribeTagsRequest,
  Tag,
  TagDescription,
  TagSpecification,
} from '@aws-sdk/client-ec2';
import { type Account, slice } from '../account.ts';
import { resourceChanged } from '../config/evaluation.ts';
import { ServiceError } from '../errors.ts';
import { fleetOf } from '../fleet.ts';
import { pageOf } from '../pages.ts';
import { filtered } from './filters.ts';
import { imageNamed } from './images.ts';
import { instancesNamed } from './instances.ts';
import { snapshotNamed } from './snapshots.ts';
import { volumeNamed } from './volumes.ts';

const stored = slice<Record<string, Record<string, string>>>('ec2.tags', () => ({}));

const mostTags = 50;

export function tagsOf(account: Account, id: string): Record<string, string> {
  return fleetOf(account)[id]?.tags ?? stored(account)[id] ?? {};
}

/** Tags as the API gives them. */
export function tagList(account: Account, id: string): Tag[] {
  return Object.entries(tagsOf(account, id)).map(([Key, Value]) => ({ Key, Value }));
}

interface Kind {
  prefix: string;
  type: string;
  /** Throws for an id that nothing has. */
  find(account: Account, id: string): unknown;
}

const kinds: readonly Kind[] = [
  { prefix: 'i-', type: 'instance', find: (account, id) => instancesNamed(account, [id]) },
  { prefix: 'vol-', type: 'volume', find: volumeNamed },
  { prefix: 'snap-', type: 'snapshot', find: snapshotNamed },
  { prefix: 'ami-', type: 'image', find: imageNamed },
];

function kindOf(id: string): Kind {
  const kind = kinds.find(({ prefix }) => id.startsWith(prefix));
  if (kind === undefined) throw new ServiceError('InvalidID', `The ID '${id}' is not valid`);
  return kind;
}

export function createTags(account: Account, { Resources = [], Tags = [] }: CreateTagsRequest) {
  for (const id of Resources) kindOf(id).find(account, id);
  for (const id of Resources) setTags(account, id, Tags);
  return {};
}

/** Gives a resource tags, beside those it has. */
export function setTags(account: Account, id: string, tags: readonly Tag[]): void {
  const reserved = tags.find(({ Key }) => Key?.toLowerCase().startsWith('aws:'));
  if (reserved !== undefined)
    throw new ServiceError('InvalidParameterValue', `Tag keys starting with 'aws:' are reserved for internal use`);
  const all = { ...tagsOf(account, id), ...Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])) };
  if (Object.keys(all).length > mostTags)
    throw new ServiceError('TagLimitExceeded', `The maximum number of Tags for a resource is ${mostTags}`);
  if (tags.length > 0) replaceTags(account, id, all);
}

function replaceTags(account: Account, id: string, tags: Record<string, string>): void {
  const machine = fleetOf(account)[id];
  if (machine === undefined) {
    stored(account)[id] = tags;
    return;
  }
  machine.tags = tags;
  if (tags.Name !== undefined) machine.name = tags.Name;
  resourceChanged(account, 'AWS::EC2::Instance', id);
}

/** The tags that a request has for what it makes. */
export function setSpecified(
  account: Account,
  id: string,
  type: string,
  specifications: readonly TagSpecification[] | undefined,
): void {
  for (const { ResourceType, Tags } of specifications ?? [])
    if (ResourceType === type) setTags(account, id, Tags ?? []);
}

/** Without a value a tag is deleted whatever its value is; without any tags all are. */
export function deleteTags(account: Account, { Resources = [], Tags }: DeleteTagsRequest) {
  for (const id of Resources) kindOf(id).find(account, id);
  for (const id of Resources) {
    const left = Object.entries(tagsOf(account, id)).filter(
      ([key, value]) =>
        Tags?.every((tag) => tag.Key !== key || (tag.Value !== undefined && tag.Value !== value)) ?? false,
    );
    replaceTags(account, id, Object.fromEntries(left));
  }
  return {};
}

/** What is gone has no tags. */
export function forgetTags(account: Account, id: string): void {
  delete stored(account)[id];
}

export function describeTags(account: Account, input: DescribeTagsRequest) {
  const ids = [...Object.keys(fleetOf(account)).filter((id) => id.startsWith('i-')), ...Object.keys(stored(account))];
  const all = ids.flatMap((id) =>
    Object.entries(tagsOf(account, id)).map(([Key, Value]): TagDescription & { type: string } => {
      const { type } = kindOf(id);
      return { Key, Value, ResourceId: id, ResourceType: type as NonNullable<TagDescription['ResourceType']>, type };
    }),
  );
  const fields = {
    key: ({ Key }: TagDescription) => Key,
    value: ({ Value }: TagDescription) => Value,
    'resource-id': ({ ResourceId }: TagDescription) => ResourceId,
    'resource-type': ({ type }: { type: string }) => type,
  };
  const kept = filtered(all, input.Filters, fields, ({ Key = '', Value = '' }) => ({ [Key]: Value }));
  const page = pageOf('DescribeTags', kept, input, 1000);
  return { Tags: page.items, NextToken: page.NextToken };
}
