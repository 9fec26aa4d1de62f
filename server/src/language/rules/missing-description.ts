/** A document of some length without a description, which is what people see of it in a list. */

import { entriesOf, entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const enough = 50;

export const rule: Rule = {
  id: 'missing-description',
  severity: 'hint',
  summary: 'A document of more than a few steps has no description.',
  kinds: ['automation', 'command', 'session'],
  check({ root, document: { text } }, report) {
    const first = entriesOf(root)[0]?.key;
    if (first === undefined || entryOf(root, 'description') !== undefined) return;
    // What a short document does is told by itself; a hint on each would be noise.
    if (text.slice(root.start, root.end).split('\n').length >= enough)
      report(first, 'There is no "description", which is what people see of a document before they open it');
  },
};
