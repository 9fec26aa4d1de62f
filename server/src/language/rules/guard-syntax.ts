/** A text that Guard cannot read: nothing of the policy is evaluated. Held against Guard 3.1.1 case by case. */

import { policyRule } from './policyRule.ts';

export const rule = policyRule(
  { id: 'guard-syntax', severity: 'error', summary: 'The text is not Guard.' },
  ({ faults }, report) => {
    for (const { message, replacement, ...range } of faults) report(range, message, { replacement });
  },
);
