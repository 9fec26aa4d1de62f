/** A step of a change template that is not an approval. */

import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'template-step',
  severity: 'information',
  summary: 'A change template has a step that is not aws:approve.',
  kinds: ['change-template'],
  check({ view }, report) {
    for (const { action, actionNode } of view.all) {
      if (action !== undefined && actionNode !== undefined && action !== 'aws:approve')
        report(actionNode, 'A change template only approves; the work is done by the runbooks in "executableRunBooks"');
    }
  },
};
