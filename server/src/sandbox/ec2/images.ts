/** Images: those that AWS publishes for the systems of the fleet, and the account's own, made from instances. */

import type {
  CopyImageRequest,
  CreateImageRequest,
  DeregisterImageRequest,
  DescribeImagesRequest,
  Image,
} from '@aws-sdk/client-ec2';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { type Kind, kinds } from '../fleet.ts';
import { pageOf } from '../pages.ts';
import { volumeSize } from './facts.ts';
import { type Fields, filtered } from './filters.ts';
import { instancesNamed } from './instances.ts';
import { makeSnapshot, removeSnapshot, snapshotNamed } from './snapshots.ts';
import { forgetTags, setSpecified, setTags, tagList, tagsOf } from './tags.ts';

export interface StoredImage {
  id: string;
  name: string;
  description: string;
  /** The account's id, or `amazon`. */
  owner: string;
  created: number;
  state: 'pending' | 'available';
  /** The system on it, by the name of its platform and version. */
  system: Kind;
  snapshot: string;
  instance?: string;
  source?: string;
}

const stored = slice<Record<string, StoredImage>>('ec2.images', () => ({}));

/** The account's own images. */
export function imagesOf(account: Account): Record<string, StoredImage> {
  return stored(account);
}

function published(): StoredImage[] {
  return kinds.map((system) => ({
    id: system.image,
    name: `${system.name} ${system.version}`.toLowerCase().replace(/[^a-z0-9.]+/g, '-'),
    description: `${system.name} ${system.version}`,
    owner: 'amazon',
    created: Date.UTC(2025, 10, 1),
    state: 'available',
    system,
    snapshot: system.image.replace('ami-', 'snap-'),
  }));
}

export function imageNamed(account: Account, id: string): StoredImage {
  if (!/^ami-[0-9a-f]{8}(?:[0-9a-f]{9})?$/.test(id))
    throw new ServiceError('InvalidAMIID.Malformed', `Invalid id: "${id}" (expecting "ami-...")`);
  const found = stored(account)[id] ?? published().find((image) => image.id === id);
  if (found === undefined) throw new ServiceError('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
  return found;
}

function checkName(account: Account, name: string): void {
  if (!/^[\w()[\] ./@'-]{3,128}$/.test(name))
    throw new ServiceError(
      'InvalidAMIName.Malformed',
      "AMI names must be between 3 and 128 characters long, and may contain letters, numbers and ()[] ./@'-_",
    );
  const other = Object.values(stored(account)).find((image) => image.name === name);
  if (other !== undefined)
    throw new ServiceError('InvalidAMIName.Duplicate', `AMI name ${name} is already in use by AMI ${other.id}`);
}

function keep(account: Account, image: Omit<StoredImage, 'id' | 'owner' | 'created' | 'state'>): StoredImage {
  const id = `ami-0${account.hex(16)}`;
  const made: StoredImage = {
    ...image,
    id,
    owner: account.settings.accountId,
    created: account.now(),
    state: 'pending',
  };
  stored(account)[id] = made;
  account.later(60_000 + account.random() * 60_000, 'ec2.image', id);
  return made;
}

export const imageJobs = {
  'ec2.image': (account: Account, id: string): void => {
    const image = stored(account)[id];
    if (image !== undefined) image.state = 'available';
  },
};

export function createImage(account: Account, input: CreateImageRequest) {
  const { InstanceId = '', Name = '', Description = '' } = input;
  const [machine] = instancesNamed(account, [InstanceId]);
  if (machine === undefined || machine.state === 'terminated')
    throw new ServiceError('IncorrectInstanceState', `The instance '${InstanceId}' is terminated.`);
  checkName(account, Name);
  const snapshot = makeSnapshot(account, machine.rootVolumeId, `Created by CreateImage(${InstanceId})`);
  const system = {
    platform: machine.platform,
    name: machine.platformName,
    version: machine.platformVersion,
    image: machine.imageId,
  };
  const image = keep(account, {
    name: Name,
    description: Description,
    system,
    snapshot: snapshot.id,
    instance: InstanceId,
  });
  setSpecified(account, image.id, 'image', input.TagSpecifications);
  setSpecified(account, snapshot.id, 'snapshot', input.TagSpecifications);
  return { ImageId: image.id };
}

export function copyImage(account: Account, input: CopyImageRequest) {
  const { SourceImageId = '', SourceRegion = '', Name = '' } = input;
  if (SourceRegion !== account.settings.region)
    throw new ServiceError('InvalidAMIID.NotFound', `The sandbox account has no images in ${SourceRegion}.`);
  const source = imageNamed(account, SourceImageId);
  if (source.state !== 'available')
    throw new ServiceError('InvalidAMIID.Unavailable', `The image ID '${SourceImageId}' is not available`);
  checkName(account, Name);
  const description =
    input.Description ?? `[Copied ${SourceImageId} from ${SourceRegion}] ${source.description}`.trim();
  const volume = source.owner === 'amazon' ? source.snapshot : snapshotNamed(account, source.snapshot).volume;
  const { id: snapshot } = makeSnapshot(account, volume, `Copied for ${SourceImageId}`);
  const image = keep(account, { name: Name, description, system: source.system, snapshot, source: SourceImageId });
  if (input.CopyImageTags === true) setTags(account, image.id, tagList(account, SourceImageId));
  setSpecified(account, image.id, 'image', input.TagSpecifications);
  return { ImageId: image.id };
}

export function deregisterImage(account: Account, { ImageId = '', DeleteAssociatedSnapshots }: DeregisterImageRequest) {
  const image = imageNamed(account, ImageId);
  if (image.owner === 'amazon') throw new ServiceError('AuthFailure', `Not authorized for image: ${ImageId}`, 403);
  delete stored(account)[ImageId];
  forgetTags(account, ImageId);
  if (DeleteAssociatedSnapshots !== true) return { Return: true };
  removeSnapshot(account, image.snapshot);
  return { Return: true, DeleteSnapshotResults: [{ SnapshotId: image.snapshot, ReturnCode: 'success' }] };
}

const fields: Fields<StoredImage> = {
  'image-id': ({ id }) => id,
  name: ({ name }) => name,
  description: ({ description }) => description,
  state: ({ state }) => state,
  'owner-id': ({ owner }) => owner,
  'owner-alias': ({ owner }) => (owner === 'amazon' ? owner : undefined),
  architecture: () => 'x86_64',
  'virtualization-type': () => 'hvm',
  'root-device-type': () => 'ebs',
  'image-type': () => 'machine',
  'is-public': ({ owner }) => String(owner === 'amazon'),
  'creation-date': ({ created }) => new Date(created).toISOString(),
  platform: ({ system }) => (system.platform === 'Windows' ? 'windows' : undefined),
  'block-device-mapping.snapshot-id': ({ snapshot }) => snapshot,
  'source-instance-id': ({ instance }) => instance,
};

export function describeImages(account: Account, input: DescribeImagesRequest) {
  const { ImageIds = [], Owners = [] } = input;
  const { accountId } = account.settings;
  const all =
    ImageIds.length > 0
      ? ImageIds.map((id) => imageNamed(account, id))
      : [...Object.values(stored(account)), ...published()];
  const owned = all.filter(
    ({ owner }) => Owners.length === 0 || Owners.some((each) => (each === 'self' ? accountId : each) === owner),
  );
  const kept = filtered(owned, input.Filters, fields, ({ id }) => tagsOf(account, id));
  const page = pageOf('DescribeImages', kept, input, 1000);
  return { Images: page.items.map((each) => imageOf(account, each)), NextToken: page.NextToken };
}

function imageOf(account: Account, image: StoredImage): Image {
  const isPublic = image.owner === 'amazon';
  const isWindows = image.system.platform === 'Windows';
  return {
    ImageId: image.id,
    Name: image.name,
    Description: image.description,
    ImageLocation: `${image.owner}/${image.name}`,
    OwnerId: image.owner,
    ...(isPublic && { ImageOwnerAlias: 'amazon' }),
    Public: isPublic,
    State: image.state,
    CreationDate: new Date(image.created).toISOString(),
    Architecture: 'x86_64',
    ImageType: 'machine',
    ...(isWindows && { Platform: 'Windows' }),
    PlatformDetails: isWindows ? 'Windows' : 'Linux/UNIX',
    RootDeviceName: '/dev/xvda',
    RootDeviceType: 'ebs',
    VirtualizationType: 'hvm',
    Hypervisor: 'xen',
    BlockDeviceMappings: [
      {
        DeviceName: '/dev/xvda',
        Ebs: {
          SnapshotId: image.snapshot,
          VolumeSize: volumeSize(image.snapshot),
          VolumeType: 'gp3',
          DeleteOnTermination: true,
        },
      },
    ],
    SourceInstanceId: image.instance,
    SourceImageId: image.source,
    Tags: tagList(account, image.id),
  };
}
