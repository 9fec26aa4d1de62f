/** A runbook without assumeRole: it runs with the permissions of whoever starts it, and its scripts with none. */

import { entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'missing-role',
  severity: 'hint',
  summary: 'A runbook has no assumeRole.',
  kinds: ['automation'],
  check({ root, view, known }, report) {
    const version = entryOf(root, 'schemaVersion');
    if (
      version === undefined ||
      entryOf(root, 'assumeRole') !== undefined ||
      view.all.length === 0 ||
      !known('mainSteps')
    )
      return;
    report(
      version.key,
      'Without "assumeRole" a run has the permissions of whoever starts it, and its scripts have none',
    );
  },
};
