/** State Manager: the operations of associations. */

import type { Operations } from '../../operations.ts';
import * as changes from './changes.ts';
import * as reads from './reads.ts';
import { startAssociationsOnce } from './run.ts';

export { associationJobs } from './run.ts';

export const operations: Operations = {
  CreateAssociation: changes.createAssociation,
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
