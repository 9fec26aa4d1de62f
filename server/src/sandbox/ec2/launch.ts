/** RunInstances: new machines of the fleet. */

import type { RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { addMachine, latestAgent, type Machine, machinesOf } from '../fleet.ts';
import { imageNamed } from './images.ts';
import { enter, instanceOf } from './instances.ts';
import { setSpecified } from './tags.ts';

const mostAtOnce = 100;

export function runInstances(account: Account, input: RunInstancesRequest) {
  const { ImageId, MinCount = 1, MaxCount = 1 } = input;
  if (ImageId === undefined)
    throw new ServiceError('MissingParameter', 'The request must contain the parameter ImageId');
  if (MinCount < 1 || MaxCount < MinCount)
    throw new ServiceError('InvalidParameterValue', 'MinCount has to be 1 or more, and not more than MaxCount.');
  if (MinCount > mostAtOnce)
    throw new ServiceError(
      'InstanceLimitExceeded',
      `The sandbox account runs at most ${mostAtOnce} instances at once.`,
    );
  const image = imageNamed(account, ImageId);
  if (image.state !== 'available')
    throw new ServiceError('InvalidAMIID.Unavailable', `The image ID '${ImageId}' is not available`);
  const machines = Array.from({ length: Math.min(MaxCount, mostAtOnce) }, () => {
    const machine = made(account, input, image.system);
    addMachine(account, machine);
    setSpecified(account, machine.id, 'instance', input.TagSpecifications);
    setSpecified(account, machine.rootVolumeId, 'volume', input.TagSpecifications);
    enter(account, machine, 'pending');
    account.later(8_000 + account.random() * 12_000, 'ec2.state', `${machine.id} pending running`);
    return machine;
  });
  return {
    ReservationId: `r-0${account.hex(16)}`,
    OwnerId: account.settings.accountId,
    Instances: machines.map((machine) => instanceOf(account, machine)),
  };
}

function made(
  account: Account,
  { ImageId = '', InstanceType, SubnetId, Placement, IamInstanceProfile }: RunInstancesRequest,
  system: Pick<Machine, 'platform'> & { name: string; version: string },
): Machine {
  const neighbour = machinesOf(account).find(({ id }) => id.startsWith('i-'));
  const id = `i-0${account.hex(16)}`;
  const profile = IamInstanceProfile?.Name ?? IamInstanceProfile?.Arn?.split('/').at(-1) ?? '';
  return {
    id,
    name: id,
    platform: system.platform,
    platformName: system.name,
    platformVersion: system.version,
    agentVersion: latestAgent,
    ping: 'ConnectionLost',
    silent: 0,
    registered: account.now(),
    ip: `10.0.9.${10 + Math.floor(account.random() * 240)}`,
    tags: {},
    state: 'pending',
    instanceType: InstanceType ?? 't3.micro',
    imageId: ImageId,
    zone: Placement?.AvailabilityZone ?? neighbour?.zone ?? `${account.settings.region}a`,
    subnetId: SubnetId ?? neighbour?.subnetId ?? `subnet-0${account.hex(16)}`,
    vpcId: neighbour?.vpcId ?? `vpc-0${account.hex(16)}`,
    role: profile,
    rootVolumeId: `vol-0${account.hex(16)}`,
  };
}
