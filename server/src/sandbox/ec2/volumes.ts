/** Volumes as EC2 lists them, by id and by filter. */

import type { DescribeVolumesRequest, Volume, VolumeAttachment } from '@aws-sdk/client-ec2';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { type Disk, diskOf, disksOf } from './disks.ts';
import { type Fields, filtered } from './filters.ts';
import { tagList, tagsOf } from './tags.ts';

/** The volume of an id. Throws for one that there is none of. */
export function volumeNamed(account: Account, id: string): Disk {
  if (!/^vol-[0-9a-f]{8}(?:[0-9a-f]{9})?$/.test(id))
    throw new ServiceError(
      'InvalidParameterValue',
      `Value (${id}) for parameter volumeId is invalid. Expected: 'vol-...'.`,
    );
  const disk = diskOf(account, id);
  if (disk === undefined) throw new ServiceError('InvalidVolume.NotFound', `The volume '${id}' does not exist.`);
  return disk;
}

const fields: Fields<Disk> = {
  'volume-id': ({ id }) => id,
  'attachment.instance-id': ({ attached }) => attached?.instance,
  'attachment.device': ({ attached }) => attached?.device,
  'attachment.status': ({ attached }) => (attached === undefined ? undefined : 'attached'),
  'availability-zone': ({ zone }) => zone,
  encrypted: ({ encrypted }) => String(encrypted),
  size: ({ size }) => String(size),
  'snapshot-id': ({ snapshot }) => snapshot,
  status: ({ state }) => state,
  'volume-type': ({ type }) => type,
};

export function describeVolumes(account: Account, input: DescribeVolumesRequest) {
  const { VolumeIds = [] } = input;
  const list = VolumeIds.length > 0 ? VolumeIds.map((id) => volumeNamed(account, id)) : [...disksOf(account)];
  const kept = filtered(list, input.Filters, fields, ({ id }) => tagsOf(account, id));
  const page = pageOf('DescribeVolumes', kept, input, 1000);
  return { Volumes: page.items.map((disk) => volumeOf(account, disk)), NextToken: page.NextToken };
}

export function volumeOf(account: Account, disk: Disk): Volume {
  const attachment = attachmentOf(disk);
  return {
    VolumeId: disk.id,
    Size: disk.size,
    VolumeType: disk.type as NonNullable<Volume['VolumeType']>,
    State: disk.state,
    Iops: 3000,
    Throughput: 125,
    Encrypted: disk.encrypted,
    SnapshotId: disk.snapshot,
    AvailabilityZone: disk.zone,
    CreateTime: new Date(disk.created),
    MultiAttachEnabled: false,
    Attachments: attachment === undefined ? [] : [attachment],
    Tags: tagList(account, disk.id),
  };
}

export function attachmentOf({ id, attached }: Disk): VolumeAttachment | undefined {
  if (attached === undefined) return undefined;
  return {
    VolumeId: id,
    InstanceId: attached.instance,
    Device: attached.device,
    State: 'attached',
    AttachTime: new Date(attached.since),
    DeleteOnTermination: attached.root,
  };
}
