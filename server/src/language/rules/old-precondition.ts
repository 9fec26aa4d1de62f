/** A precondition in a document older than 2.2: the agent fails the step. */

import { entryOf, get, textOf } from '../syntax/node.ts';
import { replaceWith } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'old-precondition',
  severity: 'error',
  summary: 'A precondition needs schemaVersion 2.2.',
  kinds: ['command'],
  check({ root, view }, report) {
    const written = get(root, 'schemaVersion');
    const version = textOf(written) ?? '';
    const fix = written?.type === 'scalar' ? replaceWith(written, '2.2') : {};
    if (!version.startsWith('2.0')) return;
    for (const { node } of view.all) {
      const entry = entryOf(node, 'precondition');
      if (entry !== undefined)
        report(entry.key, `The agent fails a step with a precondition in schemaVersion ${version}; write "2.2"`, fix);
    }
  },
};
