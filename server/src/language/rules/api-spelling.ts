/** An `Api` in another spelling than the API reference has: `describe_instances`. Documents of AWS do that, so it works. */

import { apiCalls } from '../aws/calls.ts';
import { replaceFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'api-spelling',
  severity: 'hint',
  summary: 'An operation is not spelt as the API reference spells it.',
  kinds: ['automation'],
  check(subject, report) {
    for (const { api, operation } of apiCalls(subject)) {
      if (api === undefined || operation === undefined || operation.exact) continue;
      const fixes = replaceFix(api, operation.name);
      report(api, `The documented spelling is "${operation.name}"`, fixes && { fixes });
    }
  },
};
