/** Snapshots of volumes: created, copied, listed, deleted. */

import type {
  CopySnapshotRequest,
  CreateSnapshotRequest,
  DeleteSnapshotRequest,
  DescribeSnapshotsRequest,
  Snapshot,
} from '@aws-sdk/client-ec2';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { fleetOf } from '../fleet.ts';
import { pageOf } from '../pages.ts';
import { diskOf } from './disks.ts';
import { isEncrypted, volumeSize } from './facts.ts';
import { type Fields, filtered } from './filters.ts';
import { imagesOf } from './images.ts';
import { forgetTags, setSpecified, tagList, tagsOf } from './tags.ts';
import { volumeNamed } from './volumes.ts';

interface StoredSnapshot {
  id: string;
  volume: string;
  size: number;
  encrypted: boolean;
  description: string;
  started: number;
  state: 'pending' | 'completed';
}

const day = 86_400_000;

/** The account begins with snapshots of its first instances. */
const stored = slice<Record<string, StoredSnapshot>>('ec2.snapshots', (account) =>
  Object.fromEntries(
    Object.values(fleetOf(account))
      .filter(({ id }) => id.startsWith('i-'))
      .slice(0, 6)
      .map((machine, index) => {
        const made = madeOf(account, machine.rootVolumeId, `Nightly copy of ${machine.name}`);
        return [made.id, { ...made, started: account.now() - (index + 1) * day, state: 'completed' }];
      }),
  ),
);

function madeOf(account: Account, volume: string, description: string): StoredSnapshot {
  const disk = diskOf(account, volume);
  return {
    id: `snap-0${account.hex(16)}`,
    volume,
    size: disk?.size ?? volumeSize(volume),
    encrypted: disk?.encrypted ?? isEncrypted(volume),
    description,
    started: account.now(),
    state: 'pending',
  };
}

export function snapshotNamed(account: Account, id: string): StoredSnapshot {
  const found = Object.hasOwn(stored(account), id) ? stored(account)[id] : undefined;
  if (found === undefined) throw new ServiceError('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`);
  return found;
}

/** A new snapshot of a volume, which is completed a while later. */
export function makeSnapshot(account: Account, volume: string, description: string): StoredSnapshot {
  const made = madeOf(account, volume, description);
  stored(account)[made.id] = made;
  account.later(20_000 + account.random() * 40_000, 'ec2.snapshot', made.id);
  return made;
}

export const snapshotJobs = {
  'ec2.snapshot': (account: Account, id: string): void => {
    const snapshot = stored(account)[id];
    if (snapshot !== undefined) snapshot.state = 'completed';
  },
};

export function createSnapshot(account: Account, input: CreateSnapshotRequest) {
  const { VolumeId = '', Description = '' } = input;
  volumeNamed(account, VolumeId);
  const made = makeSnapshot(account, VolumeId, Description);
  setSpecified(account, made.id, 'snapshot', input.TagSpecifications);
  return snapshotOf(account, made);
}

export function copySnapshot(account: Account, input: CopySnapshotRequest) {
  const { SourceSnapshotId = '', SourceRegion = '', Encrypted } = input;
  if (SourceRegion !== account.settings.region)
    throw new ServiceError('InvalidSnapshot.NotFound', `The sandbox account has no snapshots in ${SourceRegion}.`);
  const source = snapshotNamed(account, SourceSnapshotId);
  if (source.state !== 'completed')
    throw new ServiceError('IncorrectState', `Snapshot ${source.id} is ${source.state}, not completed.`);
  const fallback = `[Copied ${SourceSnapshotId} from ${SourceRegion}]`;
  const made = makeSnapshot(account, source.volume, input.Description ?? fallback);
  made.encrypted = source.encrypted || Encrypted === true;
  setSpecified(account, made.id, 'snapshot', input.TagSpecifications);
  return { SnapshotId: made.id, Tags: tagList(account, made.id) };
}

export function deleteSnapshot(account: Account, { SnapshotId = '' }: DeleteSnapshotRequest) {
  snapshotNamed(account, SnapshotId);
  const user = Object.values(imagesOf(account)).find(({ snapshot }) => snapshot === SnapshotId);
  if (user !== undefined)
    throw new ServiceError('InvalidSnapshot.InUse', `The snapshot ${SnapshotId} is currently in use by ${user.id}`);
  removeSnapshot(account, SnapshotId);
  return {};
}

export function removeSnapshot(account: Account, id: string): void {
  delete stored(account)[id];
  forgetTags(account, id);
}

const fields: Fields<StoredSnapshot> = {
  'snapshot-id': ({ id }) => id,
  'volume-id': ({ volume }) => volume,
  'volume-size': ({ size }) => String(size),
  description: ({ description }) => description,
  encrypted: ({ encrypted }) => String(encrypted),
  progress: ({ state }) => (state === 'completed' ? '100%' : '42%'),
  status: ({ state }) => state,
  'start-time': ({ started }) => new Date(started).toISOString(),
};

export function describeSnapshots(account: Account, input: DescribeSnapshotsRequest) {
  const { SnapshotIds = [], OwnerIds = [] } = input;
  const { accountId } = account.settings;
  const isOurs = OwnerIds.length === 0 || OwnerIds.some((owner) => owner === 'self' || owner === accountId);
  const list =
    SnapshotIds.length > 0 ? SnapshotIds.map((id) => snapshotNamed(account, id)) : Object.values(stored(account));
  const owned: Fields<StoredSnapshot> = { ...fields, 'owner-id': () => accountId };
  const kept = filtered(isOurs ? list : [], input.Filters, owned, ({ id }) => tagsOf(account, id));
  const page = pageOf('DescribeSnapshots', kept, input, 1000);
  return { Snapshots: page.items.map((each) => snapshotOf(account, each)), NextToken: page.NextToken };
}

function snapshotOf(
  account: Account,
  { id, volume, size, encrypted, description, started, state }: StoredSnapshot,
): Snapshot {
  return {
    SnapshotId: id,
    VolumeId: volume,
    VolumeSize: size,
    Encrypted: encrypted,
    Description: description,
    StartTime: new Date(started),
    State: state,
    Progress: state === 'completed' ? '100%' : '42%',
    OwnerId: account.settings.accountId,
    StorageTier: 'standard',
    Tags: tagList(account, id),
  };
}
