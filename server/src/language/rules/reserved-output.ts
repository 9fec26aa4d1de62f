/**
 * An output that a step declares under the name of one that its action has anyway. The service refuses it for
 * aws:invokeLambdaFunction, and lists the names that are reserved there (cdklabs/cdk-ssm-documents#55); its answer reads
 * the same for any action, yet has been seen for this one only.
 */

import { actionNamed } from '../catalogue.ts';
import type { Rule } from './rule.ts';

const refused = 'aws:invokeLambdaFunction';

export const rule: Rule = {
  id: 'reserved-output',
  severity: 'error',
  mayWarn: true,
  summary: 'A step declares an output that its action has already.',
  kinds: ['automation', 'change-template'],
  check({ view }, report) {
    for (const { action, outputs } of view.all) {
      const own = actionNamed(action)?.outputs;
      if (own === undefined) continue;
      const severity = action === refused ? 'error' : 'warning';
      for (const { name, nameNode } of outputs)
        if (name === 'OutputPayload' || Object.hasOwn(own, name))
          report(nameNode, `"${name}" is reserved: ${action} has an output of that name already`, { severity });
    }
  },
};
