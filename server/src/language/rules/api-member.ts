/** A member of a request that the operation does not have, at any depth. */

import { apiCalls } from '../aws/calls.ts';
import { requestFaults } from '../aws/request.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'api-member',
  severity: 'warning',
  summary: 'A member that the request of an API step does not have.',
  kinds: ['automation'],
  check(subject, report) {
    for (const call of apiCalls(subject)) {
      for (const { about, place, message, ...more } of requestFaults(call))
        if (about === 'member') report(place, message, more);
    }
  },
};
