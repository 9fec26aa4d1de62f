/** A runbook without assumeRole: it runs with the permissions of whoever starts it, and its scripts with none. */

import { roleFix } from '../roles.ts';
import { callsAws } from '../scripts/awsCalls.ts';
import { entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'missing-role',
  severity: 'hint',
  summary: 'A runbook has no assumeRole.',
  kinds: ['automation'],
  check(subject, report) {
    const { root, view, known } = subject;
    const version = entryOf(root, 'schemaVersion');
    if (
      version === undefined ||
      entryOf(root, 'assumeRole') !== undefined ||
      view.all.length === 0 ||
      !known('mainSteps') ||
      !known('assumeRole')
    )
      return;
    // A script without permissions is worse, and has a rule of its own.
    if (callsAws(subject).length > 0) return;
    report(
      version.key,
      'Without "assumeRole" a run has the permissions of whoever starts it, and its scripts have none',
      roleFix(subject),
    );
  },
};
