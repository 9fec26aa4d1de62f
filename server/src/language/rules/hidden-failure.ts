/** `onFailure: Continue` without `isCritical`: the run can end as a success though a step failed. */

import { entryAdded, fixWith } from '../insertion.ts';
import type { Problem } from '../problem.ts';
import { entryOf, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'hidden-failure',
  severity: 'hint',
  summary: 'A failure is tolerated, and whether it makes the run a failure is left to the default.',
  kinds: ['automation'],
  check({ view, written }, report) {
    for (const { node } of view.all) {
      const failure = entryOf(node, 'onFailure');
      if (failure === undefined || entryOf(node, 'isCritical') !== undefined) continue;
      const text = textOf(failure.value);
      const spoken = (critical: boolean): Pick<Problem, 'fixes'> =>
        fixWith(
          `Add "isCritical: ${critical}", which it is now`,
          entryAdded(written, node, 'isCritical', critical, failure),
          { safe: true },
        );
      if (text === 'Continue')
        report(
          failure.value,
          'A failure here leaves the run a success, as "isCritical" is then false; write "isCritical" to say so',
          spoken(false),
        );
      else if (text?.startsWith('step:'))
        report(
          failure.value,
          'A failure here still makes the run a failure, as "isCritical" is true; write "isCritical" to say so',
          spoken(true),
        );
    }
  },
};
