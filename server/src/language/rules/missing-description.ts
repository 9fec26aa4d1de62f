/** A document of some steps without a description, which is what people see of it in a list. */

import { entriesOf, entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const enough = 6;

export const rule: Rule = {
  id: 'missing-description',
  severity: 'hint',
  summary: 'A document of more than a few steps has no description.',
  kinds: ['automation', 'command', 'session'],
  check({ root, view }, report) {
    const first = entriesOf(root)[0]?.key;
    if (first === undefined || entryOf(root, 'description') !== undefined) return;
    // What a few steps do they tell themselves; a hint on each small document would be noise.
    if (view.all.length >= enough)
      report(first, 'There is no "description", which is what people see of a document before they open it');
  },
};
