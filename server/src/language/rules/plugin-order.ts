/** Several plugins in a 1.2 document: nobody promises in which order they run. */

import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'plugin-order',
  severity: 'information',
  summary: 'Several plugins of a 1.2 document run in no promised order.',
  kinds: ['command'],
  check({ view }, report) {
    const [, second] = view.steps.filter(({ nameNode }) => nameNode === undefined);
    if (second?.actionNode !== undefined)
      report(
        second.actionNode,
        'Plugins of a 1.2 document run in no promised order; steps of schema 2.2 run one after the other',
      );
  },
};
