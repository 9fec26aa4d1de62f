/** A reference as a key: the keys of a document are fixed when it is made. */

import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'expression-as-key',
  severity: 'error',
  summary: 'A reference stands as the key of a step.',
  kinds: ['automation', 'change-template'],
  check({ symbols, view }, report) {
    const steps = new Set<unknown>(view.all.map(({ node }) => node));
    for (const { node, range, place } of symbols.uses) {
      if (place === 'key' && steps.has(node.parent))
        report(range, 'A reference cannot be a key of a step; keys are read when the document is made');
    }
  },
};
