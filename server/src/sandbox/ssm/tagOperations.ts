/**
 * The operations on tags. Those of a managed node are kept with the node, where targets and filters look for them; this API
 * is for servers elsewhere (`mi-…`) only, instances have the tags of EC2.
 */

import type {
  AddTagsToResourceRequest,
  ListTagsForResourceRequest,
  RemoveTagsFromResourceRequest,
  Tag,
} from '@aws-sdk/client-ssm';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { fleetOf } from '../fleet.ts';
import { associationsOf } from './associations/store.ts';
import { runsOf } from './automationRuns.ts';
import { documentsOf } from './documents.ts';
import { opsItemsOf } from './opsItems.ts';
import { parametersOf } from './parameters.ts';
import { mostTags, tagsOf } from './tags.ts';
import { windowsOf } from './windows/store.ts';

/** The names or ids of what can have tags, by type. A type that is not here is taken on trust. */
const known: Readonly<Record<string, (account: Account) => object>> = {
  Association: associationsOf,
  Automation: runsOf,
  Document: documentsOf,
  MaintenanceWindow: windowsOf,
  ManagedInstance: fleetOf,
  OpsItem: opsItemsOf,
  Parameter: parametersOf,
};

function checkResource(account: Account, type: string, id: string): void {
  const all = known[type]?.(account);
  const isOther = type === 'ManagedInstance' && !id.startsWith('mi-');
  if (isOther || (all !== undefined && !Object.hasOwn(all, id)))
    throw new ServiceError('InvalidResourceId', `The resource ID "${id}" is not valid for resource type ${type}.`);
}

function tagsOfResource(account: Account, type: string, id: string): Tag[] {
  const machine = type === 'ManagedInstance' ? fleetOf(account)[id] : undefined;
  if (machine === undefined) return tagsOf(account).get(type, id);
  return Object.entries(machine.tags).map(([Key, Value]) => ({ Key, Value }));
}

function setTags(account: Account, type: string, id: string, tags: readonly Tag[]): void {
  const own = Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  if (Object.keys(own).length > mostTags)
    throw new ServiceError('TooManyTagsError', `A resource has at most ${mostTags} tags.`);
  const machine = type === 'ManagedInstance' ? fleetOf(account)[id] : undefined;
  if (machine !== undefined) machine.tags = own;
  else {
    tagsOf(account).remove(type, id);
    tagsOf(account).set(type, id, tags);
  }
}

export function addTagsToResource(
  account: Account,
  { ResourceType: type = 'Document', ResourceId: id = '', Tags = [] }: AddTagsToResourceRequest,
) {
  checkResource(account, type, id);
  const keys = new Set(Tags.map(({ Key }) => Key));
  setTags(account, type, id, [...tagsOfResource(account, type, id).filter(({ Key }) => !keys.has(Key)), ...Tags]);
  return {};
}

export function removeTagsFromResource(account: Account, input: RemoveTagsFromResourceRequest) {
  const { ResourceType: type = 'Document', ResourceId: id = '', TagKeys = [] } = input;
  checkResource(account, type, id);
  const left = tagsOfResource(account, type, id).filter(({ Key }) => !TagKeys.includes(Key ?? ''));
  setTags(account, type, id, left);
  return {};
}

export function listTagsForResource(
  account: Account,
  { ResourceType: type = 'Document', ResourceId: id = '' }: ListTagsForResourceRequest,
) {
  checkResource(account, type, id);
  return { TagList: tagsOfResource(account, type, id) };
}
