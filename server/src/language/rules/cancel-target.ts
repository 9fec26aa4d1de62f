/** `onCancel` on an action that has none, or to a step whose action cannot run while a run is being cancelled. */

import { actionNamed } from '../catalogue.ts';
import { jumpsOf } from '../jumps.ts';
import { entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'cancel-target',
  severity: 'error',
  mayWarn: true,
  summary: 'onCancel where it is not supported, or to a step that cannot run on cancellation.',
  kinds: ['automation', 'change-template'],
  check({ view, symbols }, report) {
    for (const step of view.all) {
      const entry = entryOf(step.node, 'onCancel');
      if (entry === undefined) continue;
      if (actionNamed(step.action)?.onCancelSupported === false) {
        const advice = step.action === 'aws:loop' ? '; put it on the steps of the body' : '';
        // The service takes such documents (AWS publishes some) and does not follow the key.
        report(entry.key, `${step.action} has no onCancel${advice}`, { severity: 'warning' });
        continue;
      }
      for (const { target, place, key } of jumpsOf(step)) {
        const action = key === 'onCancel' ? symbols.steps.get(target)?.action : undefined;
        if (actionNamed(action)?.onCancelTarget === false)
          report(place, `A cancelled run cannot go to "${target}": ${action} does not run on cancellation`);
      }
    }
  },
};
