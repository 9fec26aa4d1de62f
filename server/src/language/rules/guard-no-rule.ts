/**
 * The policy of a Config rule that only assigns variables: there is nothing in it that holds or fails. Clauses outside of
 * rules are fine, and so are files: the registry of Guard has some that say only what cannot be checked.
 */

import { policyRule } from './policyRule.ts';

export const rule = policyRule(
  { id: 'guard-no-rule', severity: 'warning', summary: 'The policy of a Config rule has neither a rule nor a clause.' },
  ({ text, faults, statements }, report, { part }) => {
    const [first] = statements;
    if (!part.embedded || faults.length > 0 || statements.some(({ type }) => type !== 'let')) return;
    const start = first?.start ?? text.search(/\S/);
    // An empty text is told where it stands.
    if (start < 0) return;
    const line = /^.*/.exec(text.slice(start))?.[0].trimEnd().length ?? 0;
    report({ start, end: start + line }, 'The policy has no rule, so that it evaluates nothing');
  },
);
