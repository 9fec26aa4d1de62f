/** The targets that are registered with a maintenance window. */

import type {
  DeregisterTargetFromMaintenanceWindowRequest,
  DescribeMaintenanceWindowTargetsRequest,
  MaintenanceWindowTarget,
  RegisterTargetWithMaintenanceWindowRequest,
  UpdateMaintenanceWindowTargetRequest,
} from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { pageOf } from '../../pages.ts';
import { targetedNodes } from '../nodes.ts';
import { targetNamed, type WindowTarget, windowNamed } from './store.ts';

function namesOf(input: Pick<RegisterTargetWithMaintenanceWindowRequest, 'Name' | 'Description' | 'OwnerInformation'>) {
  return {
    ...(input.Name !== undefined && { name: input.Name }),
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.OwnerInformation !== undefined && { owner: input.OwnerInformation }),
  };
}

export function registerTarget(account: Account, input: RegisterTargetWithMaintenanceWindowRequest) {
  const { ResourceType = 'INSTANCE', Targets = [] } = input;
  const window = windowNamed(account, input.WindowId);
  targetedNodes(account, Targets);
  const target: WindowTarget = { id: account.uuid(), type: ResourceType, targets: Targets, ...namesOf(input) };
  window.targets[target.id] = target;
  return { WindowTargetId: target.id };
}

export function updateTarget(account: Account, input: UpdateMaintenanceWindowTargetRequest) {
  const window = windowNamed(account, input.WindowId);
  const before = targetNamed(window, input.WindowTargetId);
  if (input.Targets !== undefined) targetedNodes(account, input.Targets);
  const { id, type, targets } = before;
  const target: WindowTarget = {
    ...(input.Replace ? { id, type, targets } : before),
    ...namesOf(input),
    ...(input.Targets !== undefined && { targets: input.Targets }),
  };
  window.targets[id] = target;
  const { ResourceType: _, ...told } = targetOf(window.id, target);
  return told;
}

export function deregisterTarget(account: Account, input: DeregisterTargetFromMaintenanceWindowRequest) {
  const window = windowNamed(account, input.WindowId);
  const { id } = targetNamed(window, input.WindowTargetId);
  const used = Object.values(window.tasks).some(({ targets }) =>
    targets.some(({ Values = [] }) => Values.includes(id)),
  );
  if (used && input.Safe)
    throw new ServiceError('TargetInUseException', `The target ${id} is used by a task of the window.`);
  delete window.targets[id];
  return { WindowId: window.id, WindowTargetId: id };
}

function targetOf(window: string, target: WindowTarget): MaintenanceWindowTarget {
  return {
    WindowId: window,
    WindowTargetId: target.id,
    ResourceType: target.type,
    Targets: target.targets,
    ...(target.name !== undefined && { Name: target.name }),
    ...(target.description !== undefined && { Description: target.description }),
    ...(target.owner !== undefined && { OwnerInformation: target.owner }),
  };
}

export function describeTargets(account: Account, input: DescribeMaintenanceWindowTargetsRequest) {
  const window = windowNamed(account, input.WindowId);
  const all = Object.values(window.targets).filter((target) =>
    (input.Filters ?? []).every(({ Key = '', Values = [] }) => {
      if (Key === 'Type') return Values.includes(target.type);
      if (Key === 'WindowTargetId') return Values.includes(target.id);
      if (Key === 'OwnerInformation') return Values.includes(target.owner ?? '');
      throw new ServiceError('ValidationException', `The filter key ${Key} is not valid.`);
    }),
  );
  const page = pageOf(`targets ${window.id}`, all, input);
  return { Targets: page.items.map((target) => targetOf(window.id, target)), NextToken: page.NextToken };
}
