/** A do-while loop without MaxIterations. */

import { entryAdded, fixWith } from '../insertion.ts';
import { entryOf, resolve } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unlimited-loop',
  severity: 'information',
  summary: 'A loop with a condition has no MaxIterations.',
  kinds: ['automation'],
  check({ view, written }, report) {
    for (const { action, inputs } of view.all) {
      const condition = action === 'aws:loop' ? entryOf(inputs, 'LoopCondition') : undefined;
      const map = resolve(inputs);
      if (condition === undefined || map?.type !== 'map' || entryOf(inputs, 'MaxIterations') !== undefined) continue;
      report(
        condition.key,
        'Without "MaxIterations" only the condition ends this loop; give a limit, 100 at most',
        fixWith(
          'Add "MaxIterations: 100", the most there is',
          entryAdded(written, map, 'MaxIterations', 100, condition),
          {
            safe: true,
          },
        ),
      );
    }
  },
};
