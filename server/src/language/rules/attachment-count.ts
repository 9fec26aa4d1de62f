/** More files than can be attached to a runbook. */

import { entriesOf, get } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const most = 5;

export const rule: Rule = {
  id: 'attachment-count',
  severity: 'error',
  summary: 'More attached files than a runbook can have.',
  kinds: ['automation'],
  check({ root }, report) {
    const files = entriesOf(get(root, 'files'));
    const first = files[most];
    if (first !== undefined)
      report(
        first.key,
        `A runbook has at most ${most} attached files; this is one of ${files.length}. Put them into a .zip`,
      );
  },
};
