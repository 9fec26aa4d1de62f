/** A list or map pasted into a longer text, where it turns into JSON: `["a","b"]`. */

import type { Use } from '../symbols.ts';
import { referenceType, typeWords } from '../types.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'list-in-text',
  severity: 'warning',
  summary: 'A list or map is pasted into a longer text, where it becomes JSON.',
  kinds: ['automation', 'command'],
  check({ symbols }, report) {
    for (const use of symbols.uses) {
      if (use.whole || (use.place !== 'input' && use.place !== 'script')) continue;
      const type = referenceType(use.expression.reference, symbols);
      if (type !== 'StringList' && type !== 'StringMap' && type !== 'MapList') continue;
      if (isMeant(use)) continue;
      report(
        use.body,
        `"${use.expression.body}" is ${typeWords(type)}: within a text it is pasted as JSON, such as ${type === 'StringMap' ? '{"a":"b"}' : '["a","b"]'}`,
      );
    }
  },
};

/** JSON within JSON is right; so is JSON in the quotes of a script, which reads it, or as a value of one. */
function isMeant({ node, expression, place }: Use): boolean {
  const before = node.text.slice(Math.max(0, expression.start - 40), expression.start);
  if (place === 'script')
    return (
      /['"`=(:,[]\s*$|\becho\s$|<<-?\s*\\?\w+\s*$/.test(before) || /json/i.test(lineOf(node.text, expression.start))
    );
  return /^\s*[[{]/.test(node.text) || /['"]\s*$/.test(before);
}

function lineOf(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at) + 1, end < 0 ? text.length : end);
}
