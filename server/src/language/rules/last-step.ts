/** finallyStep on a step that is not the last one: it is ignored. */

import { removeFix } from '../removal.ts';
import { entryOf, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'last-step',
  severity: 'warning',
  summary: 'finallyStep stands on a step that is not the last.',
  kinds: ['command'],
  check({ view, document }, report) {
    for (const { inputs, nameNode } of view.steps.slice(0, -1)) {
      const entry = entryOf(inputs, 'finallyStep');
      if (nameNode !== undefined && entry !== undefined && textOf(entry.value)?.toLowerCase() === 'true')
        report(
          entry.key,
          '"finallyStep" counts only on the last step; elsewhere it is ignored',
          removeFix(document.text, entry, { safe: true }),
        );
    }
  },
};
