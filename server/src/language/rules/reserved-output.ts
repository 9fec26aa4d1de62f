/**
 * An output that a step declares under the name of one that its action has anyway. The service has been seen to refuse it for
 * aws:invokeLambdaFunction (cdklabs/cdk-ssm-documents#55), with an answer that reads the same for any action; no guide says
 * so, hence a warning.
 */

import { actionNamed } from '../catalogue.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'reserved-output',
  severity: 'warning',
  summary: 'A step declares an output that its action has already.',
  kinds: ['automation', 'change-template'],
  check({ view }, report) {
    for (const { action, outputs } of view.all) {
      const own = actionNamed(action)?.outputs;
      if (own === undefined) continue;
      for (const { name, nameNode } of outputs)
        if (name === 'OutputPayload' || Object.hasOwn(own, name))
          report(nameNode, `"${name}" is reserved: ${action} has an output of that name already`);
    }
  },
};
