/** A policy rule without a policy: it is accepted, and evaluates nothing. */

import { ruleKinds } from '../kinds/index.ts';
import { literalOf } from '../kinds/template.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'empty-policy',
  severity: 'warning',
  summary: 'A policy rule whose PolicyText is empty.',
  kinds: ruleKinds,
  check({ config }, report) {
    for (const { policyText, template } of config.rules) {
      if (policyText !== undefined && literalOf(policyText.value, template)?.text.trim() === '')
        report(policyText.key, '"PolicyText" is empty, so that the rule evaluates nothing');
    }
  },
};
