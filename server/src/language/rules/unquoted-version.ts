/** `schemaVersion: 2.2` without quotes: the service seems to take it, but every sample and the agent have text there. */

import { get } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unquoted-version',
  severity: 'hint',
  summary: 'schemaVersion is a number; written as text it reads the same everywhere.',
  check({ root }, report) {
    const version = get(root, 'schemaVersion');
    if (version?.type !== 'scalar' || typeof version.value !== 'number') return;
    const edits = [{ start: version.start, end: version.end, text: `"${version.text}"` }];
    report(version, `Write schemaVersion as text: "${version.text}"`, {
      fixes: [{ title: 'Put quotes around it', edits }],
    });
  },
};
