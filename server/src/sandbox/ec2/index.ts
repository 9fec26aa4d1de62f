/** Operations and jobs of EC2, as far as the well-known runbooks call them. */

import type { Account, JobRunner } from '../account.ts';
import { ServiceError } from '../errors.ts';
import type { Caller, Operations } from '../operations.ts';
import * as attributes from './attributes.ts';
import * as images from './images.ts';
import * as instances from './instances.ts';
import * as launch from './launch.ts';
import * as regions from './regions.ts';
import * as snapshots from './snapshots.ts';
import * as tags from './tags.ts';
import * as volumeChanges from './volumeChanges.ts';
import * as volumes from './volumes.ts';

const all: Operations = {
  AttachVolume: volumeChanges.attachVolume,
  CopyImage: images.copyImage,
  CopySnapshot: snapshots.copySnapshot,
  CreateImage: images.createImage,
  CreateSnapshot: snapshots.createSnapshot,
  CreateTags: tags.createTags,
  CreateVolume: volumeChanges.createVolume,
  DeleteSnapshot: snapshots.deleteSnapshot,
  DeleteTags: tags.deleteTags,
  DeleteVolume: volumeChanges.deleteVolume,
  DeregisterImage: images.deregisterImage,
  DescribeImages: images.describeImages,
  DescribeInstanceStatus: instances.describeInstanceStatus,
  DescribeInstances: instances.describeInstances,
  DescribeRegions: regions.describeRegions,
  DescribeSnapshots: snapshots.describeSnapshots,
  DescribeTags: tags.describeTags,
  DescribeVolumes: volumes.describeVolumes,
  DetachVolume: volumeChanges.detachVolume,
  ModifyInstanceAttribute: attributes.modifyInstanceAttribute,
  RebootInstances: instances.rebootInstances,
  RunInstances: launch.runInstances,
  StartInstances: instances.startInstances,
  StopInstances: instances.stopInstances,
  TerminateInstances: instances.terminateInstances,
};

/** With `DryRun` a request says whether it would be allowed, and does nothing. */
function unlessDry(run: (account: Account, input: never, caller: Caller) => unknown) {
  return (account: Account, input: { DryRun?: boolean }, caller: Caller): unknown => {
    if (input.DryRun === true)
      throw new ServiceError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    return run(account, input as never, caller);
  };
}

export const operations: Operations = Object.fromEntries(
  Object.entries(all).map(([name, run]) => [name, unlessDry(run)]),
);

export const jobs: Readonly<Record<string, JobRunner>> = {
  ...images.imageJobs,
  ...instances.instanceJobs,
  ...snapshots.snapshotJobs,
  ...volumeChanges.volumeJobs,
};
