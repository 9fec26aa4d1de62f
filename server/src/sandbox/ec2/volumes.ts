/** Volumes: the root disk of each instance. */

import type { DescribeVolumesRequest, Volume } from '@aws-sdk/client-ec2';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { type Machine, machinesOf } from '../fleet.ts';
import { pageOf } from '../pages.ts';
import { isEncrypted, volumeSize } from './facts.ts';
import { type Fields, filtered } from './filters.ts';
import { tagList, tagsOf } from './tags.ts';

function withDisks(account: Account): Machine[] {
  return machinesOf(account).filter(({ id, state }) => id.startsWith('i-') && state !== 'terminated');
}

/** The machines whose root volumes are named. */
export function volumesNamed(account: Account, ids: readonly string[]): Machine[] {
  const bad = ids.find((id) => !/^vol-[0-9a-f]{8}(?:[0-9a-f]{9})?$/.test(id));
  if (bad !== undefined)
    throw new ServiceError(
      'InvalidParameterValue',
      `Value (${bad}) for parameter volumeId is invalid. Expected: 'vol-...'.`,
    );
  const byVolume = new Map(withDisks(account).map((machine) => [machine.rootVolumeId, machine]));
  return ids.map((id) => {
    const machine = byVolume.get(id);
    if (machine === undefined) throw new ServiceError('InvalidVolume.NotFound', `The volume '${id}' does not exist.`);
    return machine;
  });
}

const fields: Fields<Machine> = {
  'volume-id': ({ rootVolumeId }) => rootVolumeId,
  'attachment.instance-id': ({ id }) => id,
  'attachment.device': () => '/dev/xvda',
  'attachment.status': () => 'attached',
  'availability-zone': ({ zone }) => zone,
  encrypted: ({ rootVolumeId }) => String(isEncrypted(rootVolumeId)),
  size: ({ rootVolumeId }) => String(volumeSize(rootVolumeId)),
  status: () => 'in-use',
  'volume-type': () => 'gp3',
};

export function describeVolumes(account: Account, input: DescribeVolumesRequest) {
  const { VolumeIds = [] } = input;
  const list = VolumeIds.length > 0 ? volumesNamed(account, VolumeIds) : withDisks(account);
  const kept = filtered(list, input.Filters, fields, ({ rootVolumeId }) => tagsOf(account, rootVolumeId));
  const page = pageOf('DescribeVolumes', kept, input, 1000);
  return { Volumes: page.items.map((machine) => volumeOf(account, machine)), NextToken: page.NextToken };
}

function volumeOf(account: Account, machine: Machine): Volume {
  const VolumeId = machine.rootVolumeId;
  return {
    VolumeId,
    Size: volumeSize(VolumeId),
    VolumeType: 'gp3',
    State: 'in-use',
    Iops: 3000,
    Throughput: 125,
    Encrypted: isEncrypted(VolumeId),
    AvailabilityZone: machine.zone,
    CreateTime: new Date(machine.registered),
    MultiAttachEnabled: false,
    Attachments: [
      {
        VolumeId,
        InstanceId: machine.id,
        Device: '/dev/xvda',
        State: 'attached',
        AttachTime: new Date(machine.registered),
        DeleteOnTermination: true,
      },
    ],
    Tags: tagList(account, VolumeId),
  };
}
