/** An allowedPattern that is no regular expression: no value can be checked against it. */

import { parametersOf, patternOf } from '../declared.ts';
import { rangeIn } from '../expressions.ts';
import { capital } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'invalid-pattern',
  severity: 'error',
  mayWarn: true,
  summary: 'An allowedPattern is not a regular expression.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ view }, report) {
    for (const declared of parametersOf(view)) {
      const found = patternOf(declared);
      const [fault] = found?.pattern.faults ?? [];
      if (found === undefined || fault === undefined) continue;
      report(rangeIn(found.node, fault.start, Math.max(fault.end, fault.start + 1)), `${capital(fault.message)}`, {
        severity: fault.certain ? 'error' : 'warning',
      });
    }
  },
};
