/** A step that goes on to itself: nothing changes meanwhile, so the run never leaves it. */

import { jumpsOf } from '../jumps.ts';
import { get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'jump-to-self',
  severity: 'warning',
  summary: 'A step goes on to itself, without end.',
  kinds: ['automation', 'change-template'],
  check({ view }, report) {
    for (const step of view.all) {
      for (const { target, place, key } of jumpsOf(step)) {
        if (target !== step.name || key === 'onCancel') continue;
        if (key === 'onFailure')
          report(place, 'The step jumps to itself when it fails, without end; use "maxAttempts" to try again');
        else if (textOf(get(step.node, 'isEnd'))?.toLowerCase() !== 'true')
          report(place, 'The step goes on to itself, without end');
      }
    }
  },
};
