/** EnhancedApprovals in a plain runbook: only change templates have them. */

import { entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'template-approvals',
  severity: 'error',
  summary: 'EnhancedApprovals stands outside a change template.',
  kinds: ['automation'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      const entry = action === 'aws:approve' ? entryOf(inputs, 'EnhancedApprovals') : undefined;
      if (entry !== undefined)
        report(entry.key, '"EnhancedApprovals" works in change templates only; name the approvers in "Approvers"');
    }
  },
};
