/** A member that a request needs and does not have, at any depth. */

import { apiCalls } from '../aws/calls.ts';
import { requestFaults } from '../aws/request.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'api-required',
  severity: 'warning',
  summary: 'A member that the request of an API step needs is missing.',
  kinds: ['automation'],
  check(subject, report) {
    // What could not be read may hold the member.
    if (!subject.known('mainSteps')) return;
    for (const call of apiCalls(subject)) {
      for (const { about, place, message, ...more } of requestFaults(call))
        if (about === 'required') report(place, message, more);
    }
  },
};
