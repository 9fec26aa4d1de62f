/** An allowedPattern with something that the agent's engine lacks: the agent checks the value again, and cannot. */

import { parametersOf, patternOf } from '../declared.ts';
import { rangeIn } from '../expressions.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'agent-pattern',
  severity: 'warning',
  summary: 'An allowedPattern of a Command or Session document uses what the regular expressions of the agent lack.',
  kinds: ['command', 'session'],
  check({ view }, report) {
    for (const declared of parametersOf(view)) {
      const found = patternOf(declared);
      const [first] = found?.pattern.foreign ?? [];
      if (found === undefined || first === undefined || found.pattern.faults.length > 0) continue;
      report(
        rangeIn(found.node, first.start, first.end),
        `The agent checks the value too, and its regular expressions, which are those of RE2, have no ${first.what}`,
      );
    }
  },
};
