/** A branch whose `Variable` is plain text: it is compared as it stands and never changes. */

import { conditionsOf } from '../jumps.ts';
import { get } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'literal-variable',
  severity: 'warning',
  summary: 'The Variable of a condition is not a reference.',
  kinds: ['automation', 'change-template'],
  check({ view }, report) {
    for (const step of view.all) {
      for (const condition of conditionsOf(step)) {
        const variable = get(condition, 'Variable');
        if (variable?.type !== 'scalar' || variable.value === null || variable.text.includes('{{')) continue;
        report(
          variable,
          `"${variable.text}" is compared as text and never changes; write a reference: "{{ ${variable.text} }}"`,
        );
      }
    }
  },
};
