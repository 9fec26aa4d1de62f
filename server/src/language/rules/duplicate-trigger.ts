/** The same trigger twice. */

import { ruleKinds } from '../kinds/index.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'duplicate-trigger',
  severity: 'warning',
  summary: 'A trigger that stands twice in one rule.',
  kinds: ruleKinds,
  check({ config }, report) {
    for (const { triggers } of config.rules) {
      const seen = new Map<string, { start: number; end: number }>();
      for (const { message } of triggers) {
        const first = seen.get(message.text);
        if (first === undefined) seen.set(message.text, message.place);
        else
          report(message.place, `"${message.text}" is already a trigger of this rule`, {
            related: [{ message: 'The first one', start: first.start, end: first.end }],
          });
      }
    }
  },
};
