/** `isEnd: true` beside `nextStep`: the run ends, and the jump never happens. */

import { removeFix } from '../removal.ts';
import { entryOf, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'end-and-next',
  severity: 'warning',
  summary: 'A step ends the run and names a next step.',
  kinds: ['automation', 'change-template'],
  check({ view, document, flows }, report) {
    for (const { node } of view.all) {
      const next = entryOf(node, 'nextStep');
      const end = entryOf(node, 'isEnd');
      if (next === undefined || end === undefined || textOf(end.value)?.toLowerCase() !== 'true') continue;
      const target = textOf(next.value);
      const elsewhere = flows.some(({ edges }) => edges.some(({ to }) => to !== undefined && to.name === target));
      report(next.key, '"nextStep" is never used: "isEnd" ends the run here', {
        tag: 'unnecessary',
        related: [{ start: end.key.start, end: end.key.end, message: '"isEnd" is here' }],
        // Without the jump the run goes on doing what it does, but perhaps leaves a step that nobody comes to.
        fixes: [
          ...(removeFix(document.text, end).fixes ?? []),
          ...(elsewhere ? (removeFix(document.text, next).fixes ?? []) : []),
        ],
      });
    }
  },
};
