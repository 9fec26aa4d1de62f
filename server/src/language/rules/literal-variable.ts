/** A branch whose `Variable` is plain text: it is compared as it stands and never changes. */

import { conditionsOf } from '../jumps.ts';
import { get } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'literal-variable',
  severity: 'warning',
  summary: 'The Variable of a condition is not a reference.',
  kinds: ['automation', 'change-template'],
  check({ view, symbols }, report) {
    for (const step of view.all) {
      for (const condition of conditionsOf(step)) {
        const variable = get(condition, 'Variable');
        if (variable?.type !== 'scalar' || variable.value === null || variable.text.includes('{{')) continue;
        const text = `"{{ ${variable.text} }}"`;
        const [first = ''] = variable.text.split('.', 1);
        const declared = symbols.parameters.has(first) || symbols.variables.has(first) || symbols.steps.has(first);
        const edits = [{ start: variable.start, end: variable.end, text }];
        report(
          variable,
          `"${variable.text}" is compared as text and never changes; write a reference: ${text}`,
          declared ? { fixes: [{ title: `Change to ${text}`, edits }] } : {},
        );
      }
    }
  },
};
