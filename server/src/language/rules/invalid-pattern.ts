/** An allowedPattern that is no regular expression: no value can be checked against it. */

import { parametersOf, patternOf } from '../declared.ts';
import { rangeIn } from '../expressions.ts';
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
      const { message, start, end, certain } = fault;
      report(
        rangeIn(found.node, start, Math.max(end, start + 1)),
        certain ? `The allowedPattern cannot be read: ${message}` : `The allowedPattern may be refused: ${message}`,
        { severity: certain ? 'error' : 'warning' },
      );
    }
  },
};
