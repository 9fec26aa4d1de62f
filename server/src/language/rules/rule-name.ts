/** A rule without a name. The API needs one for a new rule; a template makes one up. */

import { headOfRule } from '../kinds/configRule.ts';
import { given } from '../kinds/template.ts';
import { isMissing } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'rule-name',
  severity: 'error',
  summary: 'A new rule without a name.',
  kinds: ['config-rule'],
  check({ config }, report) {
    for (const rule of config.rules) {
      const { node } = rule;
      const addressed = given(node, 'ConfigRuleArn') ?? given(node, 'ConfigRuleId');
      if (addressed === undefined && isMissing(node, 'ConfigRuleName'))
        report(headOfRule(rule), '"ConfigRuleName" is missing; a new rule needs a name');
    }
  },
};
