/** Whether targets name a node: by its id, its tags, or a resource group that it is in. */

import type { Target } from '@aws-sdk/client-ssm';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import type { Machine } from '../fleet.ts';
import { isMember } from '../groups/store.ts';

/** True for a node that one target names; `*` names them all. Throws `InvalidTarget` for a key there is none of. */
export function isNamedBy(account: Account, machine: Machine, { Key = '', Values = [] }: Target): boolean {
  const { id, tags } = machine;
  if (Key === 'InstanceIds' || Key === 'ParameterValues') return Values.includes('*') || Values.includes(id);
  if (Key === 'tag-key') return Values.some((value) => Object.hasOwn(tags, value));
  if (Key.startsWith('tag:')) return hasTag(tags, Key.slice(4), Values);
  // A command and a runbook name a group by different keys.
  if (Key === 'resource-groups:Name' || Key === 'ResourceGroup')
    return Values.some((value) => isMember(account, machine, value));
  if (Key === 'resource-groups:ResourceTypeFilters')
    return Values.includes(id.startsWith('mi-') ? 'AWS::SSM::ManagedInstance' : 'AWS::EC2::Instance');
  throw new ServiceError('InvalidTarget', `The target key ${Key} is not valid.`);
}

/** True for a node that every one of the targets names. */
export function isTargeted(account: Account, machine: Machine, targets: readonly Target[]): boolean {
  return targets.length > 0 && targets.every((target) => isNamedBy(account, machine, target));
}

function hasTag(tags: Readonly<Record<string, string>>, name: string, values: readonly string[]): boolean {
  const value = Object.hasOwn(tags, name) ? tags[name] : undefined;
  return value !== undefined && values.includes(value);
}
