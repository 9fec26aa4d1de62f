/** A variable that nothing reads, or a rule with parameters that nothing calls: it never runs by itself. */

import { nearest } from '../nearest.ts';
import { policyRule } from './policyRule.ts';

export const rule = policyRule(
  {
    id: 'guard-unused',
    severity: 'warning',
    summary: 'A variable that nothing reads, or a rule with parameters that nothing uses.',
  },
  ({ names, faults, statements }, report, { part }) => {
    // Without a rule, nothing can be read yet; that is told instead.
    if (faults.length > 0 || (part.embedded && statements.every(({ type }) => type === 'let'))) return;
    // What a misspelt use means is told there.
    const meant = new Set(names.unknown.map(({ use, visible }) => nearest(use.text, visible)));
    for (const { kind, declaration, whole, uses, rule } of names.all) {
      if (uses.length > 0 || meant.has(declaration.text)) continue;
      if (kind === 'variable')
        report(declaration, `Variable "${declaration.text}" is never read`, {
          tag: 'unnecessary',
          removal: whole,
        });
      else if (kind === 'rule' && (rule?.parameters.length ?? 0) > 0)
        report(declaration, `Rule "${declaration.text}" has parameters, and nothing uses it: it is never evaluated`, {
          tag: 'unnecessary',
        });
    }
  },
);
