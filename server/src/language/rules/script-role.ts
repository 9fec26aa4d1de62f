/** A script that calls AWS in a runbook without a role: it runs without any permission, whoever starts it. */

import { roleFix } from '../roles.ts';
import { callsAws } from '../scripts/awsCalls.ts';
import { entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'script-role',
  severity: 'warning',
  summary: 'A script calls AWS and the runbook has no assumeRole.',
  kinds: ['automation'],
  check(subject, report) {
    const { root, document } = subject;
    if (entryOf(root, 'assumeRole') !== undefined || document.damage.length > 0) return;
    const [first] = callsAws(subject);
    if (first !== undefined)
      report(
        first.key,
        'This script calls AWS; without "assumeRole" at the top of the runbook it has no permissions',
        roleFix(subject),
      );
  },
};
