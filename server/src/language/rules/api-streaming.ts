/** An operation that streams, such as GetObject of S3, in an API step. */

import { apiCalls } from '../aws/calls.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'api-streaming',
  severity: 'error',
  mayWarn: true,
  summary: 'An API step cannot call an operation that streams.',
  kinds: ['automation'],
  check(subject, report) {
    for (const { model, api, operation } of apiCalls(subject)) {
      if (model === undefined || api === undefined || operation === undefined) continue;
      const { name } = operation;
      if (model.streaming?.includes(name))
        report(api, `The answer of "${name}" is a stream, which an API step cannot read; call it in a script`);
      else if (model.sending?.includes(name))
        report(api, `"${name}" sends a stream, which API steps are not made for; call it in a script`, {
          severity: 'warning',
        });
    }
  },
};
