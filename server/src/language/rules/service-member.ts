/**
 * Members that the service fills in. Some it refuses when an author gives them; ids and ARNs also name what
 * exists, so that those are only odd.
 */

import { remediationKinds, ruleKinds } from '../kinds/index.ts';
import { given } from '../kinds/template.ts';
import { removeFix } from '../removal.ts';
import type { Entry } from '../syntax/node.ts';
import { get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'service-member',
  severity: 'error',
  mayWarn: true,
  summary: 'A member that only the service fills in.',
  kinds: [...new Set([...ruleKinds, ...remediationKinds])],
  check({ config, document }, report) {
    const tell = (entry: Entry | undefined, severity: 'error' | 'warning'): void => {
      if (entry === undefined) return;
      report(entry.key, `"${entry.key.text}" is filled in by the service`, {
        severity,
        ...removeFix(document.text, entry),
      });
    };
    for (const { node, form, organization } of config.rules) {
      if (form !== 'api' || organization) continue;
      tell(given(node, 'CreatedBy'), 'error');
      const state = textOf(get(node, 'ConfigRuleState'));
      if (state !== undefined && /^(?:DELETING|DELETING_RESULTS|EVALUATING)$/.test(state))
        tell(given(node, 'ConfigRuleState'), 'error');
      const named = given(node, 'ConfigRuleName') !== undefined;
      for (const key of named ? ['ConfigRuleArn', 'ConfigRuleId'] : []) tell(given(node, key), 'warning');
      tell(given(node, 'RuleEvaluationVisibility'), 'warning');
      tell(given(get(node, 'Scope'), 'ServicePrincipals'), 'warning');
    }
    for (const { node, form } of config.remediations) {
      if (form !== 'api') continue;
      // It stands in what DescribeRemediationConfigurations answers, which is kept, changed and put again.
      tell(given(node, 'Arn'), 'warning');
      tell(given(node, 'CreatedByService'), 'error');
    }
  },
};
