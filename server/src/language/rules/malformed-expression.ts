/** `{{` without `}}`, nothing between them, or one reference inside another. */

import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'malformed-expression',
  severity: 'error',
  mayWarn: true,
  summary: 'A {{ reference }} that is not closed, empty, or inside another one.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ symbols }, report) {
    for (const [index, { node, expression, range, place }] of symbols.uses.entries()) {
      // Scripts and JSON texts have braces of their own; there only what looks like a reference is one.
      if (place === 'script' || place === 'key') continue;
      const { closed, reference, body } = expression;
      const next = symbols.uses[index + 1];
      const nested =
        !closed &&
        next?.node === node &&
        next.expression.closed &&
        node.text.slice(next.expression.end).trimStart().startsWith('}}');
      if (nested) report(range, 'A reference cannot stand inside another one');
      else if (!closed && /^[\w.:-]*\s*}?$/.test(body))
        report(range, '"{{" is not closed with "}}"; the text is passed on as it is', { severity: 'warning' });
      else if (closed && reference.form === 'empty')
        report(range, 'There is no reference between these braces; the text is passed on as it is', {
          severity: 'warning',
        });
    }
  },
};
