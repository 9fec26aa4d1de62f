/** State Manager: the operations of associations. */

import type { CreateAssociationRequest } from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import type { Operations } from '../../operations.ts';
import * as changes from './changes.ts';
import * as reads from './reads.ts';
import { startAssociationsOnce } from './run.ts';

export { associationJobs } from './run.ts';

export const operations: Operations = {
  CreateAssociation: (account: Account, input: CreateAssociationRequest) =>
    changes.createAssociation(account, input, input.Tags),
  CreateAssociationBatch: changes.createAssociationBatch,
  DeleteAssociation: changes.deleteAssociation,
  DescribeAssociation: reads.describeAssociation,
  DescribeAssociationExecutionTargets: reads.describeAssociationExecutionTargets,
  DescribeAssociationExecutions: reads.describeAssociationExecutions,
  DescribeEffectiveInstanceAssociations: reads.describeEffectiveInstanceAssociations,
  DescribeInstanceAssociationsStatus: reads.describeInstanceAssociationsStatus,
  ListAssociationVersions: reads.listAssociationVersions,
  ListAssociations: reads.listAssociations,
  StartAssociationsOnce: startAssociationsOnce,
  UpdateAssociation: changes.updateAssociation,
};
