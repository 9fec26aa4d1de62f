/** An `Api` that the service does not have. */

import { apiCalls } from '../aws/calls.ts';
import { operations } from '../aws/operations.ts';
import { hint, nearest } from '../nearest.ts';
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
      const names = operations(model);
      const fixes = replaceFix(api, nearest(api.text, names));
      report(api, `"${named.name}" has no operation "${api.text}"${hint(api.text, names)}`, fixes && { fixes });
    }
  },
};
