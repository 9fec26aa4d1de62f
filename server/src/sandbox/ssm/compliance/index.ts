/** Compliance: its operations. */

import type { Operations } from '../../operations.ts';
import { putComplianceItems } from './items.ts';
import * as summaries from './summaries.ts';

export const operations: Operations = {
  ListComplianceItems: summaries.listComplianceItems,
  ListComplianceSummaries: summaries.listComplianceSummaries,
  ListResourceComplianceSummaries: summaries.listResourceComplianceSummaries,
  PutComplianceItems: putComplianceItems,
};
