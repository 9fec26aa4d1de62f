/** A call that only reads, and whose answer nothing keeps. */

import { apiCalls } from '../aws/calls.ts';
import { entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'api-answer',
  severity: 'hint',
  summary: 'A call that only reads, and whose answer is not kept.',
  kinds: ['automation'],
  check(subject, report) {
    for (const { step, api, operation } of apiCalls(subject)) {
      if (step.action !== 'aws:executeAwsApi' || api === undefined || operation === undefined) continue;
      // With a way to go on failure the call asks whether something is there.
      if (entryOf(step.node, 'onFailure') !== undefined) continue;
      if (step.outputs.length > 0 || !/^(?:Describe|List|Get)[A-Z]/.test(operation.name)) continue;
      report(api, `"${operation.name}" only reads, and the step has no outputs to keep what it reads`);
    }
  },
};
