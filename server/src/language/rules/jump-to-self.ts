/** `onFailure: step:x` on step x itself: an endless retry. Circles without a failure are told by circular-steps. */

import { jumpsOf } from '../jumps.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'jump-to-self',
  severity: 'warning',
  summary: 'A step jumps to itself when it fails.',
  kinds: ['automation', 'change-template'],
  check({ view }, report) {
    for (const step of view.all) {
      for (const { target, place, key } of jumpsOf(step)) {
        if (key === 'onFailure' && target === step.name)
          report(place, 'The step jumps to itself when it fails, without end; use "maxAttempts" to try again');
      }
    }
  },
};
