/** Operations and jobs of EC2, as far as the well-known runbooks call them. */

import type { JobRunner } from '../account.ts';
import type { Operations } from '../operations.ts';
import * as attributes from './attributes.ts';
import * as images from './images.ts';
import * as instances from './instances.ts';
import * as launch from './launch.ts';
import * as regions from './regions.ts';
import * as snapshots from './snapshots.ts';
import * as tags from './tags.ts';
import * as volumes from './volumes.ts';

export const operations: Operations = {
  CopyImage: images.copyImage,
  CopySnapshot: snapshots.copySnapshot,
  CreateImage: images.createImage,
  CreateSnapshot: snapshots.createSnapshot,
  CreateTags: tags.createTags,
  DeleteSnapshot: snapshots.deleteSnapshot,
  DeleteTags: tags.deleteTags,
  DeregisterImage: images.deregisterImage,
  DescribeImages: images.describeImages,
  DescribeInstanceStatus: instances.describeInstanceStatus,
  DescribeInstances: instances.describeInstances,
  DescribeRegions: regions.describeRegions,
  DescribeSnapshots: snapshots.describeSnapshots,
  DescribeTags: tags.describeTags,
  DescribeVolumes: volumes.describeVolumes,
  ModifyInstanceAttribute: attributes.modifyInstanceAttribute,
  RebootInstances: instances.rebootInstances,
  RunInstances: launch.runInstances,
  StartInstances: instances.startInstances,
  StopInstances: instances.stopInstances,
  TerminateInstances: instances.terminateInstances,
};

export const jobs: Readonly<Record<string, JobRunner>> = {
  ...images.imageJobs,
  ...instances.instanceJobs,
  ...snapshots.snapshotJobs,
};
