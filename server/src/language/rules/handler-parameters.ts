/** A handler that cannot be called with two values: the service gives it `events` and `context`. */

import { handlerOf } from '../scripts/payload.ts';
import type { Rule } from './rule.ts';

const numbers = ['none', 'one', 'two', 'three', 'four', 'five'];

export const rule: Rule = {
  id: 'handler-parameters',
  severity: 'error',
  summary: 'The handler does not take the two values it is called with.',
  kinds: ['automation'],
  check(subject, report) {
    for (const step of subject.view.all) {
      const found = handlerOf(subject, step);
      if (found === undefined) continue;
      const { script, handler } = found;
      const { positional, rest, needsNames } = handler;
      const required = positional.filter(({ optional }) => !optional).length;
      if (required <= 2 && (positional.length >= 2 || rest) && !needsNames) continue;
      const takes = needsNames
        ? 'wants a value by name'
        : `takes ${numbers[required > 2 ? required : positional.length] ?? required}`;
      report(
        script.at(handler.start, handler.end),
        `"${handler.name}" is called with two values, events and context, and ${takes}`,
      );
    }
  },
};
