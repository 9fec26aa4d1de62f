/** allowedValues that are empty, which nothing can meet, or that list a value twice. */

import { isLiteral, parametersOf } from '../declared.ts';
import { fixWith } from '../insertion.ts';
import { itemRemoved } from '../removal.ts';
import { entryOf, get, itemsOf, resolve } from '../syntax/node.ts';
import { shorten } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'allowed-values',
  severity: 'hint',
  summary: 'allowedValues is empty, or lists a value twice.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ view, document }, report) {
    for (const { declaration } of parametersOf(view)) {
      const entry = entryOf(declaration.entry.value, 'allowedValues');
      const allowed = get(declaration.entry.value, 'allowedValues');
      if (entry === undefined || allowed?.type !== 'list') continue;
      if (allowed.items.length === 0) report(entry.key, 'An empty allowedValues allows no value');
      const seen = new Set<string>();
      for (const item of itemsOf(allowed)) {
        const node = resolve(item);
        if (node?.type !== 'scalar' || !isLiteral(node)) continue;
        if (seen.has(node.text) && !node.text.includes('\n'))
          report(node, `"${shorten(node.text)}" is listed twice`, {
            tag: 'unnecessary',
            ...fixWith('Remove the second one', itemRemoved(document.text, allowed, item), { safe: true }),
          });
        seen.add(node.text);
      }
    }
  },
};
