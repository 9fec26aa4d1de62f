/** A do-while loop without MaxIterations. */

import { entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unlimited-loop',
  severity: 'information',
  summary: 'A loop with a condition has no MaxIterations.',
  kinds: ['automation'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      const condition = action === 'aws:loop' ? entryOf(inputs, 'LoopCondition') : undefined;
      if (condition !== undefined && entryOf(inputs, 'MaxIterations') === undefined)
        report(condition.key, 'Without "MaxIterations" only the condition ends this loop; give a limit, 100 at most');
    }
  },
};
