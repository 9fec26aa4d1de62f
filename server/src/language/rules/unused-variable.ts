/** A variable that nothing reads, whether or not a step changes it. */

import { removeFix } from '../removal.ts';
import { updatedVariable } from '../types.ts';
import { namesRead } from '../usage.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unused-variable',
  severity: 'warning',
  summary: 'A variable is declared, perhaps changed, and never read.',
  kinds: ['automation'],
  check(subject, report) {
    const { view, document } = subject;
    if (view.variables.length === 0) return;
    const read = namesRead(subject);
    const changed = new Set(view.all.map(({ inputs }) => updatedVariable(inputs)));
    for (const { name, entry } of read === undefined ? [] : view.variables) {
      if (read?.has(name) || entry.merged) continue;
      report(entry.key, `Variable "${name}" is ${changed.has(name) ? 'changed, but ' : ''}never read`, {
        tag: 'unnecessary',
        ...(!changed.has(name) && removeFix(document.text, entry)),
      });
    }
  },
};
