/** Creates, attaches, detaches and deletes volumes, with the refusals of EC2. */

import type {
  AttachVolumeRequest,
  CreateVolumeRequest,
  DeleteVolumeRequest,
  DetachVolumeRequest,
  Volume,
  VolumeAttachment,
} from '@aws-sdk/client-ec2';
import type { Account } from '../account.ts';
import { resourceChanged } from '../config/evaluation.ts';
import { ServiceError } from '../errors.ts';
import { type Disk, disksOf, ownDisks } from './disks.ts';
import { instancesNamed } from './instances.ts';
import { snapshotNamed } from './snapshots.ts';
import { forgetTags, setSpecified } from './tags.ts';
import { attachmentOf, volumeNamed, volumeOf } from './volumes.ts';

const type = 'AWS::EC2::Volume';
const largest = 16_384;

export function createVolume(account: Account, input: CreateVolumeRequest): Volume {
  const { AvailabilityZone: zone, SnapshotId, Size, Encrypted = false, VolumeType = 'gp3' } = input;
  if (zone === undefined)
    throw new ServiceError('MissingParameter', 'The request must contain the parameter AvailabilityZone');
  if (!zone.startsWith(account.settings.region))
    throw new ServiceError('InvalidZone.NotFound', `The zone '${zone}' does not exist.`);
  const source = SnapshotId === undefined ? undefined : snapshotNamed(account, SnapshotId);
  const size = Size ?? source?.size;
  if (size === undefined)
    throw new ServiceError('MissingParameter', 'The request must contain the parameter size or snapshotId');
  if (size < (source?.size ?? 1) || size > largest)
    throw new ServiceError(
      'InvalidParameterValue',
      `Volume of ${size}GiB is not between ${source?.size ?? 1} and ${largest}.`,
    );
  const disk: Disk = {
    id: `vol-0${account.hex(16)}`,
    size,
    type: VolumeType,
    encrypted: Encrypted || source?.encrypted === true,
    zone,
    created: account.now(),
    state: 'creating',
    ...(SnapshotId !== undefined && { snapshot: SnapshotId }),
  };
  ownDisks(account)[disk.id] = disk;
  setSpecified(account, disk.id, 'volume', input.TagSpecifications);
  account.later(3_000 + account.random() * 4_000, 'ec2.volume', disk.id);
  return volumeOf(account, disk);
}

export const volumeJobs = {
  'ec2.volume': (account: Account, id: string): void => {
    const disk = ownDisks(account)[id];
    if (disk?.state !== 'creating') return;
    disk.state = 'available';
    resourceChanged(account, type, id);
  },
};

export function attachVolume(account: Account, input: AttachVolumeRequest): VolumeAttachment {
  const { VolumeId = '', InstanceId = '', Device = '' } = input;
  const disk = volumeNamed(account, VolumeId);
  const [machine] = instancesNamed(account, [InstanceId]);
  if (disk.state === 'in-use') throw new ServiceError('VolumeInUse', `${VolumeId} is already attached to an instance`);
  if (disk.state !== 'available')
    throw new ServiceError('IncorrectState', `The volume '${VolumeId}' is not 'available'.`);
  if (machine?.state !== 'running' && machine?.state !== 'stopped')
    throw new ServiceError('IncorrectState', `Instance '${InstanceId}' is not 'running' or 'stopped'.`);
  if (machine.zone !== disk.zone)
    throw new ServiceError(
      'InvalidVolume.ZoneMismatch',
      `The volume '${VolumeId}' is not in the same availability zone as instance '${InstanceId}'`,
    );
  for (const { attached } of disksOf(account))
    if (attached?.instance === InstanceId && attached.device === Device)
      throw new ServiceError(
        'InvalidParameterValue',
        `Invalid value '${Device}' for unixDevice. Attachment point ${Device} is already in use`,
      );
  disk.attached = { instance: InstanceId, device: Device, since: account.now(), root: false };
  disk.state = 'in-use';
  resourceChanged(account, type, VolumeId);
  return attachmentOf(disk) ?? {};
}

export function detachVolume(account: Account, input: DetachVolumeRequest): VolumeAttachment {
  const { VolumeId = '', InstanceId, Device } = input;
  const disk = volumeNamed(account, VolumeId);
  const attachment = attachmentOf(disk);
  const { attached } = disk;
  if (attached === undefined || attachment === undefined)
    throw new ServiceError('IncorrectState', `Volume '${VolumeId}' is in the '${disk.state}' state.`);
  if ((InstanceId ?? attached.instance) !== attached.instance || (Device ?? attached.device) !== attached.device)
    throw new ServiceError(
      'InvalidAttachment.NotFound',
      `Volume '${VolumeId}' is not attached to instance '${InstanceId}' as device ${Device}.`,
    );
  if (attached.root)
    throw new ServiceError(
      'OperationNotPermitted',
      `Unable to detach root volume '${VolumeId}' from instance '${attached.instance}'`,
    );
  delete disk.attached;
  disk.state = 'available';
  resourceChanged(account, type, VolumeId);
  return { ...attachment, State: 'detaching' };
}

export function deleteVolume(account: Account, { VolumeId = '' }: DeleteVolumeRequest) {
  const { attached } = volumeNamed(account, VolumeId);
  if (attached !== undefined)
    throw new ServiceError('VolumeInUse', `Volume ${VolumeId} is currently attached to ${attached.instance}`);
  delete ownDisks(account)[VolumeId];
  forgetTags(account, VolumeId);
  resourceChanged(account, type, VolumeId);
  return {};
}
