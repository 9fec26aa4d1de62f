/** Managed nodes as Systems Manager lists them, and which of them a target names. */

import type {
  DescribeInstanceInformationRequest,
  DescribeInstancePropertiesRequest,
  GetConnectionStatusRequest,
  InstanceInformation,
  InstanceProperty,
  Target,
} from '@aws-sdk/client-ssm';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { answers, fleetOf, lastPing, latestAgent, type Machine, managedNodes } from '../fleet.ts';
import { pageOf } from '../pages.ts';
import { associationFacts, associationStatusOf } from './associations/results.ts';
import { isTargeted } from './targets.ts';

interface Filter {
  key: string;
  values: readonly string[];
  operator: string;
}

const fields: Readonly<Record<string, (machine: Machine) => string>> = {
  InstanceIds: ({ id }) => id,
  AgentVersion: ({ agentVersion }) => agentVersion,
  PingStatus: ({ ping }) => ping,
  PlatformTypes: ({ platform }) => platform,
  PlatformType: ({ platform }) => platform,
  PlatformName: ({ platformName }) => platformName,
  PlatformVersion: ({ platformVersion }) => platformVersion,
  ResourceType: (machine) => resourceType(machine),
  IamRole: ({ role }) => role,
  ActivationIds: () => '',
  ComputerName: ({ name }) => name,
  IPAddress: ({ ip }) => ip,
  InstanceState: ({ state }) => state,
  InstanceRole: ({ role }) => role,
  DocumentName: () => '',
};

function resourceType({ id }: Machine): 'EC2Instance' | 'ManagedInstance' {
  return id.startsWith('mi-') ? 'ManagedInstance' : 'EC2Instance';
}

function passes(account: Account, machine: Machine, { key, values, operator }: Filter): boolean {
  if (key === 'tag-key') return values.some((value) => Object.hasOwn(machine.tags, value));
  if (key.startsWith('tag:')) return values.includes(machine.tags[key.slice(4)] ?? '\0');
  if (key === 'AssociationStatus') return values.includes(associationStatusOf(account, machine) ?? '');
  const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (field === undefined) throw new ServiceError('InvalidFilterKey', `The filter key ${key} is not valid.`);
  const found = field(machine);
  if (operator === 'BeginWith') return values.some((value) => found.startsWith(value));
  if (operator === 'NotEqual') return !values.includes(found);
  if (operator === 'LessThan') return values.some((value) => inOrder(found, value) < 0);
  if (operator === 'GreaterThan') return values.some((value) => inOrder(found, value) > 0);
  return values.includes(found);
}

/** Versions by their numbers: 3.10 is after 3.9. */
function inOrder(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function filtered(account: Account, filters: readonly Filter[]): Machine[] {
  return managedNodes(account).filter((machine) => filters.every((filter) => passes(account, machine, filter)));
}

export function describeInstanceInformation(account: Account, input: DescribeInstanceInformationRequest) {
  const filters = [
    ...(input.Filters ?? []).map(({ Key = '', Values = [] }) => ({ key: Key, values: Values, operator: 'Equal' })),
    ...(input.InstanceInformationFilterList ?? []).map(({ key = '', valueSet = [] }) => ({
      key,
      values: valueSet,
      operator: 'Equal',
    })),
  ];
  const page = pageOf('DescribeInstanceInformation', filtered(account, filters), input);
  return {
    InstanceInformationList: page.items.map((machine) => informationOf(account, machine)),
    NextToken: page.NextToken,
  };
}

function informationOf(account: Account, machine: Machine): InstanceInformation {
  return {
    InstanceId: machine.id,
    PingStatus: machine.ping,
    LastPingDateTime: new Date(lastPing(machine, account.now())),
    AgentVersion: machine.agentVersion,
    IsLatestVersion: machine.agentVersion === latestAgent,
    PlatformType: machine.platform,
    PlatformName: machine.platformName,
    PlatformVersion: machine.platformVersion,
    ResourceType: resourceType(machine),
    IPAddress: machine.ip,
    ComputerName: machine.name,
    ...associationFacts(account, machine),
    SourceId: machine.id,
    SourceType: machine.id.startsWith('mi-') ? 'AWS::SSM::ManagedInstance' : 'AWS::EC2::Instance',
    ...(machine.id.startsWith('mi-') && {
      Name: machine.name,
      IamRole: machine.role,
      RegistrationDate: new Date(machine.registered),
    }),
  };
}

export function describeInstanceProperties(account: Account, input: DescribeInstancePropertiesRequest) {
  const filters = [
    ...(input.FiltersWithOperator ?? []).map(({ Key = '', Values = [], Operator = 'Equal' }) => ({
      key: Key,
      values: Values,
      operator: Operator,
    })),
    ...(input.InstancePropertyFilterList ?? []).map(({ key = '', valueSet = [] }) => ({
      key,
      values: valueSet,
      operator: 'Equal',
    })),
  ];
  const page = pageOf('DescribeInstanceProperties', filtered(account, filters), input, 1000);
  return {
    InstanceProperties: page.items.map((machine): InstanceProperty => {
      const { Name: _, ...information } = informationOf(account, machine);
      return {
        ...information,
        Name: machine.name,
        InstanceType: machine.instanceType,
        InstanceRole: machine.role,
        InstanceState: machine.state,
        Architecture: 'x86_64',
        LaunchTime: new Date(machine.registered),
      } as InstanceProperty;
    }),
    NextToken: page.NextToken,
  };
}

export function getConnectionStatus(account: Account, { Target: id = '' }: GetConnectionStatusRequest) {
  const machine = fleetOf(account)[id];
  return { Target: id, Status: machine !== undefined && answers(machine) ? 'connected' : 'notconnected' };
}

/** The node of an id. Throws `InvalidInstanceId`. */
export function nodeNamed(account: Account, id: string): Machine {
  const machine = Object.hasOwn(fleetOf(account), id) ? fleetOf(account)[id] : undefined;
  if (machine === undefined || machine.state === 'terminated')
    throw new ServiceError(
      'InvalidInstanceId',
      `Instances [[${id}]] not in a valid state for account ${account.settings.accountId}`,
    );
  return machine;
}

/** The nodes that targets name. An id that is none is refused; a tag that no node has names none. */
export function targetedNodes(account: Account, targets: readonly Target[]): Machine[] {
  for (const { Key, Values = [] } of targets)
    if (Key === 'InstanceIds') for (const id of Values) if (id !== '*') nodeNamed(account, id);
  return managedNodes(account).filter((machine) => isTargeted(account, machine, targets));
}
