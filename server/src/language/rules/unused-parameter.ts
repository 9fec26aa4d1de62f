/** A parameter that nothing reads: whoever runs the document fills in a value that does nothing. */

import type { Declaration } from '../kinds/steps.ts';
import { entryRange } from '../syntax/remove.ts';
import { namesRead } from '../usage.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unused-parameter',
  severity: 'warning',
  summary: 'A parameter is declared and never read.',
  kinds: ['automation', 'command', 'session'],
  check(subject, report) {
    const { view, document, part } = subject;
    if (view.parameters.length === 0) return;
    const read = namesRead(subject);
    if (read === undefined) return;
    const unused = view.parameters.filter(({ name, entry }) => !read.has(name) && !entry.merged);
    // When none is read, the steps are not written yet, or read them in a way not known here.
    for (const { name, entry } of unused) {
      const removed =
        unused.length < view.parameters.length ? entryRange(document.text, part.format, entry) : undefined;
      report(entry.key, `Parameter "${name}" is never read`, {
        tag: 'unnecessary',
        ...(removed === undefined ? {} : { fixes: [{ title: `Remove "${name}"`, edits: [{ ...removed, text: '' }] }] }),
      });
    }
  },
};

export type { Declaration };
