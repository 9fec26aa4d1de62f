/**
 * The resources that AWS Config records in this account: the machines with what belongs to them, and the rest of the estate.
 *
 * They are read from where they live, so that Config always sees what EC2 and Systems Manager say.
 */

import type { JsonMap } from '../../simulator/index.ts';
import type { Account } from '../account.ts';
import { type Disk, ownDisks } from '../ec2/disks.ts';
import { isEncrypted, isMonitored, publicAddress, requiresTokens, volumeSize } from '../ec2/facts.ts';
import { fleetOf, type Machine, machinesOf } from '../fleet.ts';
import { estateOf, type Resource } from './estate.ts';

export interface Item {
  type: string;
  id: string;
  name: string;
  created: number;
  tags: Readonly<Record<string, string>>;
  /** The machine that it is or belongs to. */
  machine?: Machine;
  /** Made when it is asked for: a fleet is large. */
  configuration(): JsonMap;
}

export const accountType = 'AWS::::Account';

/** Made when they are asked for, one after the other, so that a fleet's worth of them is never there at once. */
const ofMachines: Readonly<Record<string, (machine: Machine) => Item>> = {
  'AWS::EC2::Instance': instanceItem,
  'AWS::EC2::Volume': volumeItem,
  'AWS::SSM::ManagedInstanceInventory': inventoryItem,
  'AWS::SSM::PatchCompliance': complianceItem('AWS::SSM::PatchCompliance'),
  'AWS::SSM::AssociationCompliance': complianceItem('AWS::SSM::AssociationCompliance'),
};

/** Whether a machine has a resource of a type: servers elsewhere are no instances. */
function has({ id, state }: Machine, type: string): boolean {
  return state !== 'terminated' && (id.startsWith('i-') || !type.startsWith('AWS::EC2::'));
}

/** The types of resources that there are any of, in order. */
export function recordedTypes(account: Account): string[] {
  const estate = estateOf(account).map(({ type }) => type);
  return [...new Set([...Object.keys(ofMachines), accountType, ...estate])].sort();
}

/** Every resource of a type. */
export function* itemsOfType(account: Account, type: string): Generator<Item, void> {
  const make = Object.hasOwn(ofMachines, type) ? ofMachines[type] : undefined;
  if (make !== undefined) {
    for (const machine of machinesOf(account)) if (has(machine, type)) yield make(machine);
    if (type === 'AWS::EC2::Volume') for (const disk of Object.values(ownDisks(account))) yield diskItem(disk);
  } else if (type === accountType) yield accountItem(account);
  else for (const resource of estateOf(account)) if (resource.type === type) yield estateItem(resource);
}

export function countOfType(account: Account, type: string): number {
  let count = 0;
  for (const _ of itemsOfType(account, type)) count++;
  return count;
}

/** One resource; undefined for one that Config has not discovered. */
export function itemNamed(account: Account, type: string, id: string): Item | undefined {
  const make = Object.hasOwn(ofMachines, type) ? ofMachines[type] : undefined;
  // The one machine is quicker than the whole fleet.
  const machineId = id.slice(id.lastIndexOf('/') + 1);
  const machine = Object.hasOwn(fleetOf(account), machineId) ? fleetOf(account)[machineId] : undefined;
  if (make !== undefined && machine !== undefined && has(machine, type)) {
    const item = make(machine);
    if (item.id === id) return item;
  }
  for (const item of itemsOfType(account, type)) if (item.id === id) return item;
  return undefined;
}

function instanceItem(machine: Machine): Item {
  return {
    type: 'AWS::EC2::Instance',
    id: machine.id,
    name: machine.name,
    created: machine.registered,
    tags: machine.tags,
    machine,
    configuration: () => ({
      instanceId: machine.id,
      instanceType: machine.instanceType,
      imageId: machine.imageId,
      state: { name: machine.state },
      placement: { availabilityZone: machine.zone },
      privateIpAddress: machine.ip,
      publicIpAddress: publicAddress(machine) ?? null,
      subnetId: machine.subnetId,
      vpcId: machine.vpcId,
      platform: machine.platform === 'Windows' ? 'windows' : null,
      metadataOptions: { httpTokens: requiresTokens(machine) ? 'required' : 'optional' },
      monitoring: { state: isMonitored(machine) ? 'enabled' : 'disabled' },
      blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { volumeId: machine.rootVolumeId } }],
    }),
  };
}

function volumeItem(machine: Machine): Item {
  const id = machine.rootVolumeId;
  return {
    type: 'AWS::EC2::Volume',
    id,
    name: '',
    created: machine.registered,
    tags: {},
    machine,
    configuration: () => ({
      volumeId: id,
      encrypted: isEncrypted(id),
      size: volumeSize(id),
      volumeType: 'gp3',
      state: { value: 'in-use' },
      availabilityZone: machine.zone,
      attachments: [{ instanceId: machine.id, device: '/dev/xvda', state: 'attached' }],
    }),
  };
}

function diskItem({ id, encrypted, size, type, state, zone, created, attached }: Disk): Item {
  return {
    type: 'AWS::EC2::Volume',
    id,
    name: '',
    created,
    tags: {},
    configuration: () => ({
      volumeId: id,
      encrypted,
      size,
      volumeType: type,
      state: { value: state },
      availabilityZone: zone,
      attachments:
        attached === undefined ? [] : [{ instanceId: attached.instance, device: attached.device, state: 'attached' }],
    }),
  };
}

function inventoryItem(machine: Machine): Item {
  return {
    type: 'AWS::SSM::ManagedInstanceInventory',
    id: machine.id,
    name: machine.name,
    created: machine.registered,
    tags: machine.tags,
    machine,
    configuration: () => ({
      'AWS:InstanceInformation': {
        Content: {
          [machine.id]: {
            PlatformType: machine.platform,
            PlatformName: machine.platformName,
            PlatformVersion: machine.platformVersion,
            AgentVersion: machine.agentVersion,
            IpAddress: machine.ip,
          },
        },
      },
    }),
  };
}

function complianceItem(type: string): (machine: Machine) => Item {
  return (machine) => ({
    type,
    id: `AWS::SSM::ManagedInstanceInventory/${machine.id}`,
    name: machine.name,
    created: machine.registered,
    tags: {},
    machine,
    configuration: () => ({ resourceId: machine.id }),
  });
}

function accountItem({ settings }: Account): Item {
  const id = settings.accountId;
  return { type: accountType, id, name: id, created: 0, tags: {}, configuration: () => ({}) };
}

function estateItem({ configuration, ...rest }: Resource): Item {
  return { ...rest, configuration: () => configuration };
}

const arnForms: Readonly<Record<string, (account: Account, item: Item) => string>> = {
  'AWS::EC2::Instance': (account, { id }) => account.arn('ec2', `instance/${id}`),
  'AWS::EC2::Volume': (account, { id }) => account.arn('ec2', `volume/${id}`),
  'AWS::EC2::SecurityGroup': (account, { id }) => account.arn('ec2', `security-group/${id}`),
  'AWS::EC2::VPC': (account, { id }) => account.arn('ec2', `vpc/${id}`),
  'AWS::S3::Bucket': (_, { id }) => `arn:aws:s3:::${id}`,
  'AWS::RDS::DBInstance': (account, { id }) => account.arn('rds', `db:${id}`),
  'AWS::IAM::User': ({ settings }, { name }) => `arn:aws:iam::${settings.accountId}:user/${name}`,
  'AWS::Lambda::Function': (account, { id }) => account.arn('lambda', `function:${id}`),
  'AWS::DynamoDB::Table': (account, { id }) => account.arn('dynamodb', `table/${id}`),
  'AWS::KMS::Key': (account, { id }) => account.arn('kms', `key/${id}`),
};

export function arnOfItem(account: Account, item: Item): string {
  return arnForms[item.type]?.(account, item) ?? account.arn('ssm', `managed-instance/${item.id}`);
}
