/** Two rules of one name: Guard reports both under it, and a rule that uses the name gets one of them. */

import type { Name } from '../guard/names.ts';
import { policyRule } from './policyRule.ts';

export const rule = policyRule(
  { id: 'guard-duplicate', severity: 'warning', summary: 'Two rules of a policy have the same name.' },
  ({ names }, report) => {
    const first = new Map<string, Name>();
    for (const name of names.all) {
      if (name.kind !== 'rule') continue;
      const { text } = name.declaration;
      const earlier = first.get(text);
      if (earlier === undefined) first.set(text, name);
      // Each for its own case, as in the policies of Control Tower.
      else if (!(name.rule?.conditions.length && earlier.rule?.conditions.length))
        report(name.declaration, `Another rule is called "${text}" already; their results cannot be told apart`, {
          related: { at: earlier.declaration, message: 'The first one' },
        });
    }
  },
);
