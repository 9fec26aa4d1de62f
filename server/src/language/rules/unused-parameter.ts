/** A parameter that nothing reads: whoever runs the document fills in a value that does nothing. */

import { isLiteral } from '../declared.ts';
import type { Declaration } from '../kinds/steps.ts';
import { removeFix } from '../removal.ts';
import { entryOf, get, itemsOf } from '../syntax/node.ts';
import { namesRead } from '../usage.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unused-parameter',
  severity: 'warning',
  summary: 'A parameter is declared and never read.',
  kinds: ['automation', 'command', 'session'],
  check(subject, report) {
    const { view, document } = subject;
    if (view.parameters.length === 0) return;
    const read = namesRead(subject);
    for (const declaration of read === undefined ? [] : view.parameters) {
      const { name, entry } = declaration;
      if (read?.has(name) || entry.merged || isConsent(declaration)) continue;
      report(entry.key, `Parameter "${name}" is never read`, {
        tag: 'unnecessary',
        ...removeFix(document.text, entry),
      });
    }
  },
};

/** A parameter that takes one value only, and has no default, is there to be agreed to. */
function isConsent({ name, entry }: Declaration): boolean {
  if (entryOf(entry.value, 'default') !== undefined) return false;
  const allowed = get(entry.value, 'allowedValues');
  if (allowed !== undefined) return itemsOf(allowed).length === 1 && isLiteral(allowed);
  return /acknowledg|consent|confirm|agree/i.test(name) && entryOf(entry.value, 'allowedPattern') !== undefined;
}
