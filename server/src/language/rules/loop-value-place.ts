/** `CurrentIteratorValue` or `CurrentIteration` read where the loop is not running. */

import { isWithin } from '../kinds/steps.ts';
import { entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'loop-value-place',
  severity: 'error',
  summary: 'The current value of a loop is read outside its body, or in a loop without items.',
  kinds: ['automation'],
  check({ symbols }, report) {
    for (const { expression, body, step, place } of symbols.uses) {
      const { reference } = expression;
      if (reference.form !== 'output' || reference.output !== 'CurrentIteratorValue' || place !== 'input') continue;
      const loop = symbols.steps.get(reference.step);
      if (loop?.action !== 'aws:loop') continue;
      if (!isWithin(step, loop))
        report(body, `The current value of "${reference.step}" exists only in the steps of its body`);
      else if (entryOf(loop.inputs, 'Iterators') === undefined)
        report(body, `"${reference.step}" has no Iterators, and so no current value`);
    }
  },
};
