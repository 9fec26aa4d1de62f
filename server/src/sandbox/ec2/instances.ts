/** EC2 instances: the machines of the fleet that are in the cloud, and their states. */

import type {
  DescribeInstanceStatusRequest,
  DescribeInstancesRequest,
  Filter,
  Instance,
  InstanceState,
  InstanceStateChange,
} from '@aws-sdk/client-ec2';
import type { Account } from '../account.ts';
import { resourceChanged } from '../config/evaluation.ts';
import { ServiceError } from '../errors.ts';
import { emit } from '../events/emit.ts';
import { fleetOf, type Machine } from '../fleet.ts';
import { pageOf } from '../pages.ts';

const codes: Record<Machine['state'], number> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

function stateOf(state: Machine['state']): InstanceState {
  return { Code: codes[state], Name: state };
}

function inCloud(account: Account): Machine[] {
  return Object.values(fleetOf(account)).filter(({ id }) => id.startsWith('i-'));
}

function named(account: Account, ids: readonly string[]): Machine[] {
  const fleet = fleetOf(account);
  const bad = ids.filter((id) => !/^i-[0-9a-f]{8}([0-9a-f]{9})?$/.test(id));
  if (bad.length > 0) throw new ServiceError('InvalidInstanceID.Malformed', `Invalid id: "${bad[0]}"`);
  const missing = ids.filter((id) => !Object.hasOwn(fleet, id));
  if (missing.length > 0)
    throw new ServiceError('InvalidInstanceID.NotFound', `The instance ID '${missing.join(', ')}' does not exist`);
  return ids.map((id) => fleet[id] as Machine);
}

const fields: Readonly<Record<string, (machine: Machine) => string>> = {
  'instance-id': ({ id }) => id,
  'instance-state-name': ({ state }) => state,
  'instance-state-code': ({ state }) => String(codes[state]),
  'instance-type': ({ instanceType }) => instanceType,
  'image-id': ({ imageId }) => imageId,
  'subnet-id': ({ subnetId }) => subnetId,
  'vpc-id': ({ vpcId }) => vpcId,
  'availability-zone': ({ zone }) => zone,
  'private-ip-address': ({ ip }) => ip,
  platform: ({ platform }) => (platform === 'Windows' ? 'windows' : ''),
};

/** Whether a machine passes a filter; `*` and `?` stand for any characters. */
function passes(machine: Machine, { Name = '', Values = [] }: Filter): boolean {
  if (Name === 'tag-key') return Values.some((value) => Object.hasOwn(machine.tags, value));
  const field = Name.startsWith('tag:') ? ({ tags }: Machine) => tags[Name.slice(4)] : fields[Name];
  if (field === undefined) throw new ServiceError('InvalidParameterValue', `The filter '${Name}' is invalid`);
  const found = field(machine);
  return found !== undefined && Values.some((value) => like(value).test(found));
}

function like(pattern: string): RegExp {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${text}$`, 's');
}

function selected(account: Account, ids: readonly string[] | undefined, filters: readonly Filter[] = []): Machine[] {
  const list = ids === undefined || ids.length === 0 ? inCloud(account) : named(account, ids);
  return list.filter((machine) => filters.every((filter) => passes(machine, filter)));
}

export function describeInstances(account: Account, input: DescribeInstancesRequest) {
  const page = pageOf('DescribeInstances', selected(account, input.InstanceIds, input.Filters), input, 1000, {
    code: 'InvalidNextToken',
  });
  return {
    Reservations: page.items.map((machine) => ({
      ReservationId: `r-${machine.id.slice(2)}`,
      OwnerId: account.settings.accountId,
      Instances: [instanceOf(machine)],
    })),
    NextToken: page.NextToken,
  };
}

function instanceOf(machine: Machine): Instance {
  return {
    InstanceId: machine.id,
    ImageId: machine.imageId,
    State: stateOf(machine.state),
    PrivateDnsName: `ip-${machine.ip.replaceAll('.', '-')}.internal`,
    PrivateIpAddress: machine.ip,
    InstanceType: machine.instanceType as Instance['InstanceType'],
    LaunchTime: new Date(machine.registered),
    Placement: { AvailabilityZone: machine.zone, Tenancy: 'default' },
    // Other systems than Windows have no such member.
    ...(machine.platform === 'Windows' && { Platform: 'Windows' }),
    PlatformDetails: machine.platform === 'Windows' ? 'Windows' : 'Linux/UNIX',
    SubnetId: machine.subnetId,
    VpcId: machine.vpcId,
    Architecture: 'x86_64',
    RootDeviceName: '/dev/xvda',
    RootDeviceType: 'ebs',
    BlockDeviceMappings: [
      {
        DeviceName: '/dev/xvda',
        Ebs: { VolumeId: machine.rootVolumeId, Status: 'attached', DeleteOnTermination: true },
      },
    ],
    IamInstanceProfile: { Arn: `arn:aws:iam::123456789012:instance-profile/${machine.role}`, Id: 'AIPASANDBOX' },
    Tags: Object.entries(machine.tags).map(([Key, Value]) => ({ Key, Value })),
    StateReason:
      machine.state === 'stopped' ? { Code: 'Client.UserInitiatedShutdown', Message: 'User initiated' } : undefined,
  } as Instance;
}

export function describeInstanceStatus(account: Account, input: DescribeInstanceStatusRequest) {
  const all = selected(account, input.InstanceIds, input.Filters).filter(
    ({ state }) => input.IncludeAllInstances === true || state === 'running',
  );
  const page = pageOf('DescribeInstanceStatus', all, input, 1000);
  return {
    InstanceStatuses: page.items.map((machine) => {
      const Status = machine.state === 'running' ? 'ok' : 'not-applicable';
      return {
        InstanceId: machine.id,
        AvailabilityZone: machine.zone,
        InstanceState: stateOf(machine.state),
        InstanceStatus: { Status, Details: [{ Name: 'reachability', Status: 'passed' }] },
        SystemStatus: { Status, Details: [{ Name: 'reachability', Status: 'passed' }] },
      };
    }),
    NextToken: page.NextToken,
  };
}

/** A machine enters a state, which others want to hear of. */
function enter(account: Account, machine: Machine, state: Machine['state']): void {
  machine.state = state;
  emit(account, {
    source: 'aws.ec2',
    type: 'EC2 Instance State-change Notification',
    resources: [account.arn('ec2', `instance/${machine.id}`)],
    detail: { 'instance-id': machine.id, state },
  });
  resourceChanged(account, 'AWS::EC2::Instance', machine.id);
}

interface Ids {
  InstanceIds?: string[];
}

/** Puts instances on the way to a state; they are there a while later. */
function change(
  account: Account,
  { InstanceIds = [] }: Ids,
  from: readonly Machine['state'][],
  over: Machine['state'],
  to: Machine['state'],
): InstanceStateChange[] {
  const machines = named(account, InstanceIds);
  const wrong = machines.find(({ state }) => state !== over && state !== to && !from.includes(state));
  if (wrong !== undefined)
    throw new ServiceError(
      'IncorrectInstanceState',
      `The instance '${wrong.id}' is not in a state from which it can be ${to}.`,
    );
  return machines.map((machine) => {
    const PreviousState = stateOf(machine.state);
    if (machine.state !== to && machine.state !== over) {
      enter(account, machine, over);
      if (to !== 'running') machine.ping = 'ConnectionLost';
      account.later(8_000 + account.random() * 12_000, 'ec2.state', `${machine.id} ${over} ${to}`);
    }
    return { InstanceId: machine.id, PreviousState, CurrentState: stateOf(machine.state) };
  });
}

export const instanceJobs = {
  'ec2.state': (account: Account, about: string): void => {
    const [id = '', over, to] = about.split(' ');
    const machine = fleetOf(account)[id];
    if (machine === undefined || machine.state !== over) return;
    enter(account, machine, to as Machine['state']);
    if (to === 'running') {
      machine.ping = 'Online';
      machine.silent = 0;
    }
  },
};

export function startInstances(account: Account, input: Ids) {
  return { StartingInstances: change(account, input, ['stopped'], 'pending', 'running') };
}

export function stopInstances(account: Account, input: Ids) {
  return { StoppingInstances: change(account, input, ['running', 'pending'], 'stopping', 'stopped') };
}

export function terminateInstances(account: Account, input: Ids) {
  const from = ['running', 'pending', 'stopped', 'stopping'] as const;
  return { TerminatingInstances: change(account, input, from, 'shutting-down', 'terminated') };
}

export function rebootInstances(account: Account, { InstanceIds = [] }: Ids) {
  named(account, InstanceIds);
  return {};
}
