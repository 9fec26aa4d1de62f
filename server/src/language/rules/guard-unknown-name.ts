/** A variable that is assigned nowhere, or a rule that is not there: Guard stops at it. */

import { nearest } from '../nearest.ts';
import { policyRule } from './policyRule.ts';

export const rule = policyRule(
  {
    id: 'guard-unknown-name',
    severity: 'error',
    summary: 'A variable that is not assigned where it is used, or the name of a rule that does not exist.',
  },
  ({ names, faults }, report) => {
    // What could not be read may declare anything.
    if (faults.length > 0) return;
    for (const { use, kind, visible } of names.unknown) {
      const guess = nearest(use.text, visible);
      const meant = guess === undefined ? '' : `; did you mean "${guess}"?`;
      // A rule with parameters sees what is assigned where it is used.
      const called = names.all.some(
        ({ rule }) => rule !== undefined && rule.parameters.length > 0 && rule.start < use.start && use.end < rule.end,
      );
      const elsewhere = names.all.find((name) => name.kind !== 'rule' && name.declaration.text === use.text);
      if (elsewhere !== undefined && kind === 'variable' && called) continue;
      const message =
        kind === 'rule'
          ? `"${use.text}" names no rule${meant || ', and has no operator behind it, such as "exists" or "=="'}`
          : `"%${use.text}" is assigned ${elsewhere ? 'in another block only, which is not seen here' : `nowhere${meant}`}`;
      report(use, message, {
        ...(!(kind === 'variable' && elsewhere) && { replacement: guess }),
        ...(kind === 'variable' && elsewhere && { related: { at: elsewhere.declaration, message: 'Assigned here' } }),
      });
    }
  },
);
