/** Inputs of aws:invokeLambdaFunction that have no effect beside others. */

import { removeFix } from '../removal.ts';
import { entryOf, get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'lambda-call',
  severity: 'warning',
  summary: 'An input of aws:invokeLambdaFunction has no effect beside another one.',
  kinds: ['automation'],
  check({ view, document }, report) {
    for (const { action, inputs } of view.all) {
      if (action !== 'aws:invokeLambdaFunction') continue;
      const payload = entryOf(inputs, 'Payload');
      if (payload !== undefined && entryOf(inputs, 'InputPayload') !== undefined)
        report(payload.key, '"Payload" is not used beside "InputPayload"', {
          tag: 'unnecessary',
          ...removeFix(document.text, payload, { safe: true }),
        });
      const log = get(inputs, 'LogType');
      const invocation = textOf(get(inputs, 'InvocationType'));
      if (log?.type === 'scalar' && log.text === 'Tail' && (invocation === 'Event' || invocation === 'DryRun')) {
        report(log, `"Tail" returns the log of a call with InvocationType RequestResponse; this one is ${invocation}`);
      }
    }
  },
};
