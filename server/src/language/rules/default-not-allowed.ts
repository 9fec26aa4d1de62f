/** A default that allowedValues does not list: a run that keeps it cannot start. */

import { isLiteral, parametersOf, textsOf } from '../declared.ts';
import { hint, nearest } from '../nearest.ts';
import { get } from '../syntax/node.ts';
import { literalFit } from '../types.ts';
import { replaceFix, shorten } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'default-not-allowed',
  severity: 'error',
  mayWarn: true,
  summary: 'The default of a parameter is none of its allowedValues.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ view }, report) {
    for (const { declaration, type, value } of parametersOf(view)) {
      const allowed = get(declaration.entry.value, 'allowedValues');
      if (value === undefined || allowed?.type !== 'list' || !isLiteral(allowed)) continue;
      // Of another type it is told by default-type; a list of lists or maps is compared with nothing.
      if (
        allowed.items.length === 0 ||
        type === 'MapList' ||
        type === 'StringMap' ||
        literalFit(value, type) === 'never'
      )
        continue;
      const names = textsOf(allowed).map(({ text }) => text);
      if (names.length < allowed.items.length) continue;
      const same = type === 'Boolean' ? (text: string): string => text.toLowerCase() : (text: string): string => text;
      for (const text of textsOf(value)) {
        if (names.some((name) => same(name) === same(text.text))) continue;
        const guess = text.text.includes('\n') ? undefined : nearest(text.text, names);
        const place = text.text.includes('\n') ? { start: text.start, end: text.start + 1 } : text;
        const fixes = replaceFix(text, guess);
        report(
          place,
          `The default "${shorten(text.text)}" is not among the allowedValues${hint(text.text, names)}`,
          // By custom an empty default means "not given", though nothing says that it is let through.
          { severity: text.text === '' ? 'information' : 'error', ...(fixes && { fixes }) },
        );
      }
    }
  },
};
