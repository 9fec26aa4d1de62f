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
import { fleetOf, type Machine, machinesOf } from '../fleet.ts';
import { pageOf } from '../pages.ts';
import { isProtected } from './attributes.ts';
import { freeDisks } from './disks.ts';
import { isMonitored, publicAddress, requiresTokens } from './facts.ts';
import { type Fields, filtered } from './filters.ts';

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
  return machinesOf(account).filter(({ id }) => id.startsWith('i-'));
}

/** The machines of instances. Throws for an id that no instance has. */
export function instancesNamed(account: Account, ids: readonly string[]): Machine[] {
  const fleet = fleetOf(account);
  const bad = ids.filter((id) => !/^i-[0-9a-f]{8}([0-9a-f]{9})?$/.test(id));
  if (bad.length > 0) throw new ServiceError('InvalidInstanceID.Malformed', `Invalid id: "${bad[0]}"`);
  const missing = ids.filter((id) => !Object.hasOwn(fleet, id));
  if (missing.length > 0)
    throw new ServiceError('InvalidInstanceID.NotFound', `The instance ID '${missing.join(', ')}' does not exist`);
  return ids.map((id) => fleet[id] as Machine);
}

const fields: Fields<Machine> = {
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

function selected(account: Account, ids: readonly string[] | undefined, filters?: readonly Filter[]): Machine[] {
  const list = ids === undefined || ids.length === 0 ? inCloud(account) : instancesNamed(account, ids);
  return filtered(list, filters, fields, ({ tags }) => tags);
}

export function describeInstances(account: Account, input: DescribeInstancesRequest) {
  const page = pageOf('DescribeInstances', selected(account, input.InstanceIds, input.Filters), input, 1000, {
    code: 'InvalidNextToken',
  });
  return {
    Reservations: page.items.map((machine) => ({
      ReservationId: `r-${machine.id.slice(2)}`,
      OwnerId: account.settings.accountId,
      Instances: [instanceOf(account, machine)],
    })),
    NextToken: page.NextToken,
  };
}

/** An instance as the API gives it. */
export function instanceOf(account: Account, machine: Machine): Instance {
  const address = publicAddress(machine);
  return {
    InstanceId: machine.id,
    ImageId: machine.imageId,
    State: stateOf(machine.state),
    PrivateDnsName: `ip-${machine.ip.replaceAll('.', '-')}.internal`,
    PrivateIpAddress: machine.ip,
    ...(address !== undefined && { PublicIpAddress: address }),
    MetadataOptions: {
      State: 'applied',
      HttpTokens: requiresTokens(machine) ? 'required' : 'optional',
      HttpEndpoint: 'enabled',
    },
    Monitoring: { State: isMonitored(machine) ? 'enabled' : 'disabled' },
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
    ...(machine.role !== '' && {
      IamInstanceProfile: {
        Arn: `arn:aws:iam::${account.settings.accountId}:instance-profile/${machine.role}`,
        Id: 'AIPASANDBOX',
      },
    }),
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
export function enter(account: Account, machine: Machine, state: Machine['state']): void {
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
  const machines = instancesNamed(account, InstanceIds);
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
    if (to === 'terminated') freeDisks(account, id);
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
  const locked = input.InstanceIds?.find((id) => isProtected(account, id));
  if (locked !== undefined)
    throw new ServiceError(
      'OperationNotPermitted',
      `The instance '${locked}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    );
  const from = ['running', 'pending', 'stopped', 'stopping'] as const;
  return { TerminatingInstances: change(account, input, from, 'shutting-down', 'terminated') };
}

export function rebootInstances(account: Account, { InstanceIds = [] }: Ids) {
  instancesNamed(account, InstanceIds);
  return {};
}
