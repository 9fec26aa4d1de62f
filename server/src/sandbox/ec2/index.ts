/** Operations and jobs of EC2, as far as the well-known runbooks call them. */

import type { JobRunner } from '../account.ts';
import type { Operations } from '../operations.ts';
import * as instances from './instances.ts';

export const operations: Operations = {
  DescribeInstanceStatus: instances.describeInstanceStatus,
  DescribeInstances: instances.describeInstances,
  RebootInstances: instances.rebootInstances,
  StartInstances: instances.startInstances,
  StopInstances: instances.stopInstances,
  TerminateInstances: instances.terminateInstances,
};

export const jobs: Readonly<Record<string, JobRunner>> = instances.instanceJobs;
