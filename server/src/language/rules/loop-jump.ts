/** A step of a loop's body that jumps to a step outside it, or a step outside that jumps into a body. */

import { jumpsOf } from '../jumps.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'loop-jump',
  severity: 'information',
  summary: 'A jump leads out of the body of a loop, or into one.',
  kinds: ['automation'],
  check({ view, symbols }, report) {
    for (const step of view.all) {
      for (const { target, place } of jumpsOf(step)) {
        const to = symbols.steps.get(target);
        if (to === undefined || to.siblings === step.siblings || step.siblings.some(({ name }) => name === target))
          continue;
        const out = step.loop !== undefined && to.siblings === step.loop.siblings;
        report(
          place,
          out
            ? `"${target}" stands outside the loop; no guide says that a step may leave its loop this way`
            : `"${target}" stands in the body of another loop, where no step can go`,
        );
      }
    }
  },
};
