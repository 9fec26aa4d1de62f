/** A value of a request that its member does not take: a list for a map, a word for a number, an unknown word. */

import { apiCalls } from '../aws/calls.ts';
import { requestFaults } from '../aws/request.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'api-value',
  severity: 'warning',
  summary: 'A value in the request of an API step is not of the type or list of values that its place wants.',
  kinds: ['automation'],
  check(subject, report) {
    for (const call of apiCalls(subject)) {
      for (const { about, place, message, ...more } of requestFaults(call))
        if (about === 'value') report(place, message, more);
    }
  },
};
