/** A limit that does nothing for the type of its parameter. */

import { parametersOf } from '../declared.ts';
import { removeFix } from '../removal.ts';
import { entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'idle-limit',
  severity: 'information',
  summary: 'A limit of a parameter has no effect on its type, such as minChars on an Integer.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ view, document }, report) {
    for (const { declaration, type } of parametersOf(view)) {
      const idle =
        type === 'Integer' || type === 'Boolean'
          ? ['minItems', 'maxItems', 'minChars', 'maxChars']
          : type === 'String'
            ? ['minItems', 'maxItems']
            : [];
      for (const key of idle) {
        const entry = entryOf(declaration.entry.value, key);
        if (entry === undefined) continue;
        const advice = type === 'String' ? `; for text there is "${key.replace('Items', 'Chars')}"` : '';
        report(
          entry.key,
          `"${key}" has no effect on ${type === 'Integer' ? 'an' : 'a'} ${type}${advice}`,
          removeFix(document.text, entry, { safe: true }),
        );
      }
    }
  },
};
