/** A function in a policy of AWS Config: functions came with Guard 3, and the runtime is `guard-2.x.x`. */

import { eachCall } from '../guard/types.ts';
import { policyRule } from './policyRule.ts';

export const rule = policyRule(
  {
    id: 'guard-function',
    severity: 'warning',
    summary: 'The policy of a Config rule calls a function, which Guard 2 does not have.',
  },
  (policy, report, { part }) => {
    if (!part.embedded) return;
    eachCall(policy, ({ name }) =>
      report(name, `"${name.text}" is a function of Guard 3; the runtime of Config rules is guard-2.x.x`),
    );
  },
);
