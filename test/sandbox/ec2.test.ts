/** EC2 of the pretend account as the real SDK sees it: images, snapshots, volumes, tags, launches, Regions. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AttachVolumeCommand,
  CopyImageCommand,
  CopySnapshotCommand,
  CreateImageCommand,
  CreateSnapshotCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  DeleteSnapshotCommand,
  DeleteTagsCommand,
  DeleteVolumeCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  DescribeSnapshotsCommand,
  DescribeTagsCommand,
  DescribeVolumesCommand,
  DetachVolumeCommand,
  ModifyInstanceAttributeCommand,
  paginateDescribeVolumes,
  RebootInstancesCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { refused, type Sandbox, withSandbox } from '../helpers-sandbox.ts';

async function firstRunning({ ec2 }: Sandbox): Promise<{ id: string; volume: string }> {
  const { Reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({ Filters: [{ Name: 'instance-state-name', Values: ['running'] }] }),
  );
  const instance = Reservations[0]?.Instances?.[0];
  return { id: instance?.InstanceId ?? '', volume: instance?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? '' };
}

test('an image is made of an instance, copied and deregistered', () =>
  withSandbox(async (sandbox) => {
    const { ec2, pass } = sandbox;
    const { id } = await firstRunning(sandbox);
    const TagSpecifications = [{ ResourceType: 'image' as const, Tags: [{ Key: 'Made', Value: 'here' }] }];
    const { ImageId = '' } = await ec2.send(
      new CreateImageCommand({ InstanceId: id, Name: 'golden', TagSpecifications }),
    );
    const described = async () => (await ec2.send(new DescribeImagesCommand({ ImageIds: [ImageId] }))).Images?.[0];
    assert.equal((await described())?.State, 'pending');
    await assert.rejects(
      ec2.send(new CreateImageCommand({ InstanceId: id, Name: 'golden' })),
      refused('InvalidAMIName.Duplicate'),
    );
    await assert.rejects(
      ec2.send(new CopyImageCommand({ SourceImageId: ImageId, SourceRegion: 'eu-west-1', Name: 'copy' })),
      refused('InvalidAMIID.Unavailable'),
    );
    await pass(180);
    const image = await described();
    assert.equal(image?.State, 'available');
    assert.deepEqual(image?.Tags, [{ Key: 'Made', Value: 'here' }]);
    const copied = await ec2.send(
      new CopyImageCommand({ SourceImageId: ImageId, SourceRegion: 'eu-west-1', Name: 'copy', CopyImageTags: true }),
    );
    const own = await ec2.send(
      new DescribeImagesCommand({ Owners: ['self'], Filters: [{ Name: 'tag:Made', Values: ['h*'] }] }),
    );
    assert.deepEqual(own.Images?.map((each) => each.ImageId).sort(), [ImageId, copied.ImageId].sort());
    const SnapshotId = image?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId;
    await assert.rejects(ec2.send(new DeleteSnapshotCommand({ SnapshotId })), refused('InvalidSnapshot.InUse'));
    await ec2.send(new DeregisterImageCommand({ ImageId }));
    await ec2.send(new DeleteSnapshotCommand({ SnapshotId }));
    await assert.rejects(described(), refused('InvalidAMIID.NotFound'));
    await assert.rejects(ec2.send(new DeregisterImageCommand({ ImageId })), refused('InvalidAMIID.NotFound'));
  }));

test('snapshots are taken, copied and listed', () =>
  withSandbox(async (sandbox) => {
    const { ec2, pass } = sandbox;
    const { volume } = await firstRunning(sandbox);
    const { SnapshotId = '', State } = await ec2.send(new CreateSnapshotCommand({ VolumeId: volume }));
    assert.equal(State, 'pending');
    const copy = () =>
      ec2.send(new CopySnapshotCommand({ SourceRegion: 'eu-west-1', SourceSnapshotId: SnapshotId, Encrypted: true }));
    await assert.rejects(copy(), refused('IncorrectState'));
    await pass(90);
    const copied = await copy();
    const { Snapshots = [] } = await ec2.send(
      new DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters: [{ Name: 'volume-id', Values: [volume] }] }),
    );
    assert.ok(Snapshots.some((each) => each.SnapshotId === SnapshotId && each.State === 'completed'));
    assert.ok(Snapshots.some((each) => each.SnapshotId === copied.SnapshotId && each.Encrypted));
    await assert.rejects(
      ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: ['snap-00000000'] })),
      refused('InvalidSnapshot.NotFound'),
    );
    await assert.rejects(
      ec2.send(new CreateSnapshotCommand({ VolumeId: 'vol-00000000' })),
      refused('InvalidVolume.NotFound'),
    );
  }));

test('volumes come in pages, and by their instance', () =>
  withSandbox(async (sandbox) => {
    const { ec2 } = sandbox;
    let volumes = 0;
    for await (const page of paginateDescribeVolumes({ client: ec2, pageSize: 10 }, {}))
      volumes += page.Volumes?.length ?? 0;
    assert.equal(volumes, 23);
    const { id, volume } = await firstRunning(sandbox);
    const { Volumes = [] } = await ec2.send(
      new DescribeVolumesCommand({ Filters: [{ Name: 'attachment.instance-id', Values: [id] }] }),
    );
    assert.equal(Volumes[0]?.VolumeId, volume);
    assert.equal(Volumes[0]?.Attachments?.[0]?.State, 'attached');
    await assert.rejects(
      ec2.send(new DescribeVolumesCommand({ Filters: [{ Name: 'nonsense', Values: ['x'] }] })),
      refused('InvalidParameterValue', /nonsense/),
    );
  }));

test('a volume is created of a snapshot, attached, detached and deleted', () =>
  withSandbox(async (sandbox) => {
    const { ec2, pass } = sandbox;
    const { id: InstanceId, volume: root } = await firstRunning(sandbox);
    const { Volumes: [disk] = [] } = await ec2.send(new DescribeVolumesCommand({ VolumeIds: [root] }));
    const AvailabilityZone = disk?.AvailabilityZone;
    const { Snapshots: [snapshot] = [] } = await ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] }));
    const made = await ec2.send(
      new CreateVolumeCommand({
        AvailabilityZone,
        SnapshotId: snapshot?.SnapshotId,
        TagSpecifications: [{ ResourceType: 'volume', Tags: [{ Key: 'Name', Value: 'copy' }] }],
      }),
    );
    assert.deepEqual([made.State, made.Size], ['creating', snapshot?.VolumeSize]);
    const VolumeId = made.VolumeId;
    const attachment = { VolumeId, InstanceId, Device: '/dev/sdf' };
    await assert.rejects(ec2.send(new AttachVolumeCommand(attachment)), refused('IncorrectState'));
    await pass(20);
    const look = async () => (await ec2.send(new DescribeVolumesCommand({ VolumeIds: [VolumeId ?? ''] }))).Volumes?.[0];
    assert.deepEqual([(await look())?.State, (await look())?.Tags?.[0]?.Value], ['available', 'copy']);
    assert.equal((await ec2.send(new AttachVolumeCommand(attachment))).State, 'attached');
    assert.equal((await look())?.Attachments?.[0]?.InstanceId, InstanceId);
    await assert.rejects(ec2.send(new AttachVolumeCommand(attachment)), refused('VolumeInUse'));
    await assert.rejects(ec2.send(new DeleteVolumeCommand({ VolumeId })), refused('VolumeInUse'));
    await assert.rejects(
      ec2.send(new DetachVolumeCommand({ VolumeId: root })),
      refused('OperationNotPermitted', /root/),
    );
    await ec2.send(new DetachVolumeCommand({ VolumeId }));
    await ec2.send(new DeleteVolumeCommand({ VolumeId }));
    await assert.rejects(look(), refused('InvalidVolume.NotFound'));
    const elsewhere = new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 8 });
    await assert.rejects(ec2.send(elsewhere), refused('InvalidZone.NotFound'));
  }));

test('with DryRun a request says that it would do, and does nothing', () =>
  withSandbox(async (sandbox) => {
    const { id } = await firstRunning(sandbox);
    await assert.rejects(
      sandbox.ec2.send(new StopInstancesCommand({ InstanceIds: [id], DryRun: true })),
      refused('DryRunOperation', /would have succeeded/),
    );
    assert.equal((await firstRunning(sandbox)).id, id);
  }));

test('tags are put on anything, found and taken away', () =>
  withSandbox(async (sandbox) => {
    const { ec2 } = sandbox;
    const { id, volume } = await firstRunning(sandbox);
    await ec2.send(new CreateTagsCommand({ Resources: [id, volume], Tags: [{ Key: 'Owner', Value: 'me' }] }));
    const owned = async () =>
      (await ec2.send(new DescribeTagsCommand({ Filters: [{ Name: 'key', Values: ['Owner'] }] }))).Tags ?? [];
    assert.deepEqual((await owned()).map(({ ResourceType }) => ResourceType).sort(), ['instance', 'volume']);
    await ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: 'Owner', Value: 'other' }] }));
    assert.equal((await owned()).length, 2);
    await ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: 'Owner' }] }));
    assert.deepEqual(
      (await owned()).map(({ ResourceId }) => ResourceId),
      [volume],
    );
    await assert.rejects(
      ec2.send(new CreateTagsCommand({ Resources: ['x-1'], Tags: [{ Key: 'a', Value: 'b' }] })),
      refused('InvalidID'),
    );
    await assert.rejects(
      ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'aws:x', Value: 'b' }] })),
      refused('InvalidParameterValue'),
    );
  }));

test('instances are launched, protected, changed and terminated', () =>
  withSandbox(async ({ ec2, pass }) => {
    const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['amazon'] }));
    const launch = (ImageId: string | undefined) =>
      ec2.send(
        new RunInstancesCommand({
          ImageId,
          MinCount: 2,
          MaxCount: 2,
          InstanceType: 't3.small',
          TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'fresh' }] }],
        }),
      );
    const { Instances = [] } = await launch(Images[0]?.ImageId);
    const ids = Instances.map(({ InstanceId = '' }) => InstanceId);
    assert.equal(Instances[0]?.State?.Name, 'pending');
    await pass(30);
    const status = await ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: ids }));
    assert.deepEqual(
      status.InstanceStatuses?.map((each) => each.InstanceState?.Name),
      ['running', 'running'],
    );
    await ec2.send(new RebootInstancesCommand({ InstanceIds: ids }));
    const [id = ''] = ids;
    const InstanceType = { Value: 'm6i.large' };
    const modify = () => ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, InstanceType }));
    await assert.rejects(modify(), refused('IncorrectInstanceState'));
    await ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    await pass(30);
    await modify();
    await ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
    await pass(30);
    const found = await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'tag:Name', Values: ['fresh'] }] }));
    assert.ok(found.Reservations?.some((each) => each.Instances?.[0]?.InstanceType === 'm6i.large'));
    const lock = (Value: boolean) =>
      ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, DisableApiTermination: { Value } }));
    await lock(true);
    await assert.rejects(
      ec2.send(new TerminateInstancesCommand({ InstanceIds: ids })),
      refused('OperationNotPermitted'),
    );
    await lock(false);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: ids }));
    await pass(30);
    const gone = await ec2.send(new DescribeInstancesCommand({ InstanceIds: ids }));
    assert.ok(gone.Reservations?.every((each) => each.Instances?.[0]?.State?.Name === 'terminated'));
    await assert.rejects(launch(undefined), refused('MissingParameter'));
    await assert.rejects(launch('ami-00000000'), refused('InvalidAMIID.NotFound'));
    await assert.rejects(
      ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, EbsOptimized: { Value: true } })),
      refused('UnsupportedOperation', /EbsOptimized/),
    );
  }));

test('Regions are told, and unknown ones refused', () =>
  withSandbox(async ({ ec2 }) => {
    const { Regions = [] } = await ec2.send(new DescribeRegionsCommand({}));
    assert.ok(Regions.some(({ RegionName }) => RegionName === 'eu-west-1'));
    const all = await ec2.send(new DescribeRegionsCommand({ AllRegions: true }));
    assert.ok((all.Regions?.length ?? 0) > Regions.length);
    await assert.rejects(
      ec2.send(new DescribeRegionsCommand({ RegionNames: ['mars-1'] })),
      refused('InvalidParameterValue', /mars-1/),
    );
  }));
