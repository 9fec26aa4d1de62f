/** An `Api` that the service does not have. */

import { apiCalls } from '../aws/calls.ts';
import { operations } from '../aws/operations.ts';
import { nearest } from '../nearest.ts';
import { replaceFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'api-operation',
  severity: 'warning',
  summary: 'The service has no operation of that name.',
  kinds: ['automation'],
  check(subject, report) {
    for (const { named, model, api, operation } of apiCalls(subject)) {
      if (model === undefined || api === undefined || operation !== undefined) continue;
      const guess = nearest(api.text, operations(model));
      const ending = guess === undefined ? ' in this version' : `; did you mean "${guess}"?`;
      const fixes = replaceFix(api, guess);
      report(api, `"${named.name}" has no operation "${api.text}"${ending}`, fixes && { fixes });
    }
  },
};
