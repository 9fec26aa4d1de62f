/** `{{` without `}}`, nothing or a broken name between them, or one reference inside another. */

import { rangeIn, readReference } from '../expressions.ts';
import type { Fix } from '../problem.ts';
import type { Symbols, Use } from '../symbols.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'malformed-expression',
  severity: 'error',
  mayWarn: true,
  summary: 'A {{ reference }} that is not closed, empty, or inside another one.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ symbols, kind }, report) {
    for (const { name, range } of symbols.halfOpened)
      report(range, `"{ ${name} }}" lacks a brace; the text is passed on as it is`, {
        severity: 'warning',
        fixes: [{ title: `Change to "{{ ${name} }}"`, edits: [{ start: range.start, end: range.start, text: '{' }] }],
      });
    for (const [index, use] of symbols.uses.entries()) {
      const { node, expression, range, place } = use;
      if (place === 'key') continue;
      const { closed, reference, body } = expression;
      const next = symbols.uses[index + 1];
      const inner = next?.expression.reference;
      const nested =
        !closed &&
        next?.node === node &&
        next.expression.closed &&
        node.text.slice(next.expression.end).trimStart().startsWith('}}');
      // The agent pastes parameters before a plugin reads its secret, so the name of one can be put together.
      if (nested && kind === 'command' && inner?.form === 'name' && /^ssm-secure:/.test(expression.body)) continue;
      // Scripts and JSON texts have braces of their own; there only what names a parameter is a reference.
      if (place === 'script') {
        const named = (name: string | undefined): boolean => name !== undefined && symbols.parameters.has(name);
        const half = /^\{\{\s*([A-Za-z0-9]+)\s*\}(?!\})/.exec(node.text.slice(expression.start));
        if (nested && inner?.form === 'name' && named(inner.name))
          report(range, 'A reference cannot stand inside another one');
        else if (!closed && half !== null && named(half[1]))
          report(
            rangeIn(node, expression.start, expression.start + half[0].length),
            `"{{" is not closed with "}}"; the text is passed on as it is`,
            { severity: 'warning' },
          );
        continue;
      }
      if (nested) report(range, 'A reference cannot stand inside another one');
      else if (!closed && /^[\w.:-]*\s*}?$/.test(body))
        report(range, '"{{" is not closed with "}}"; the text is passed on as it is', {
          severity: 'warning',
          ...closing(use),
        });
      else if (closed && reference.form === 'empty')
        report(range, 'There is no reference between these braces; the text is passed on as it is', {
          severity: 'warning',
        });
      else if (closed && reference.form === 'other') {
        const meant = body.replace(/\s+/g, '');
        if (isDeclared(meant, symbols))
          report(use.body, `A reference has no blanks in it; the text is passed on as it is`, {
            severity: 'warning',
            fixes: [{ title: `Change to "${meant}"`, edits: [{ ...use.body, text: meant }] }],
          });
      }
    }
  },
};

/** True for what reads a parameter, or an output of a step, of the document. */
function isDeclared(body: string, { parameters, steps }: Symbols): boolean {
  const reference = readReference(body);
  return (
    (reference.form === 'name' && parameters.has(reference.name)) ||
    (reference.form === 'output' && steps.has(reference.step))
  );
}

/** Closes a reference whose name is written in full. */
function closing({ expression, body }: Use): { fixes?: Fix[] } {
  const [, half] = /^[\w.:-]+\s*(}?)$/.exec(expression.body) ?? [];
  if (half === undefined) return {};
  const text = half === '}' ? '}' : ' }}';
  return { fixes: [{ title: 'Close it with "}}"', edits: [{ start: body.end, end: body.end, text }] }] };
}
