/** A file that is attached and that no step uses. */

import { nearest } from '../nearest.ts';
import { entriesOf, get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'attachment-unused',
  severity: 'warning',
  summary: 'An attached file that no step uses.',
  kinds: ['automation'],
  check({ root, view, document, known }, report) {
    if (!known('mainSteps')) return;
    const used = new Set(view.all.map(({ inputs }) => textOf(get(inputs, 'Attachment')) ?? ''));
    const files = entriesOf(get(root, 'files')).map(({ key }) => key);
    const lost = [...used].filter((name) => !files.some(({ text }) => text === name));
    for (const key of files) {
      // A misspelt name is reported where it is used.
      if (nearest(key.text, lost) !== undefined) continue;
      // A name that stands anywhere else may be used in a way that is not seen here.
      const elsewhere = document.text.split(key.text).length > 2;
      if (!used.has(key.text) && !elsewhere) report(key, `No step uses "${key.text}"`, { tag: 'unnecessary' });
    }
  },
};
