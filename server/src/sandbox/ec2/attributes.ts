/** Attributes of instances that can be changed: the type, and the protection against termination. */

import type { ModifyInstanceAttributeRequest } from '@aws-sdk/client-ec2';
import { type Account, slice } from '../account.ts';
import { resourceChanged } from '../config/evaluation.ts';
import { ServiceError } from '../errors.ts';
import { instancesNamed } from './instances.ts';

const protectedOnes = slice<Record<string, true>>('ec2.protected', () => ({}));

/** Whether an instance may not be terminated. */
export function isProtected(account: Account, id: string): boolean {
  return Object.hasOwn(protectedOnes(account), id);
}

export function modifyInstanceAttribute(account: Account, input: ModifyInstanceAttributeRequest) {
  const { InstanceId = '', Attribute, Value, InstanceType, DisableApiTermination, DryRun: _, ...others } = input;
  const [machine] = instancesNamed(account, [InstanceId]);
  if (machine === undefined) return {};
  const type = InstanceType?.Value ?? (Attribute === 'instanceType' ? Value : undefined);
  const locked = DisableApiTermination?.Value ?? (Attribute === 'disableApiTermination' ? Value === 'true' : undefined);
  const [other] = Object.keys(others);
  if (other !== undefined || (type === undefined && locked === undefined))
    throw new ServiceError(
      'UnsupportedOperation',
      `The sandbox account keeps no attribute ${other ?? Attribute ?? 'without a name'}; it knows InstanceType and DisableApiTermination.`,
    );
  if (type !== undefined) {
    if (machine.state !== 'stopped')
      throw new ServiceError('IncorrectInstanceState', `The instance '${InstanceId}' is not in the 'stopped' state.`);
    machine.instanceType = type;
    resourceChanged(account, 'AWS::EC2::Instance', InstanceId);
  }
  if (locked === true) protectedOnes(account)[InstanceId] = true;
  else if (locked === false) delete protectedOnes(account)[InstanceId];
  return {};
}
