/**
 * A policy rule that nothing narrows to a type of resource: every change that is recorded triggers it, and its properties
 * are missing in most of those items. It may be meant so, hence it is only mentioned.
 */

import { configOf } from '../kinds/config.ts';
import { entryOf, resolve } from '../syntax/node.ts';
import { policyRule } from './policyRule.ts';

export const rule = policyRule(
  {
    id: 'guard-any-type',
    severity: 'information',
    summary: 'Neither the policy nor the scope of its rule names a type of resource.',
  },
  (policy, report, { document, root }) => {
    const first = policy.statements.find((each) => each.type === 'rule');
    if (first === undefined || policy.faults.length > 0 || /resource_?type|\bResources\b|\w::\w/i.test(policy.text))
      return;
    const rules = document.parts.flatMap((part) => configOf(document, part).rules);
    const around = rules.find(({ policyText }) => resolve(policyText?.value) === root);
    if (around?.owner !== 'CUSTOM_POLICY' || entryOf(around.node, 'Scope') !== undefined) return;
    const scoped = ['ResourceTypesScope', 'ResourceIdScope', 'TagKeyScope'];
    if (scoped.some((key) => entryOf(around.source?.value, key) !== undefined)) return;
    const types = around.organization ? '"ResourceTypesScope"' : 'a "Scope"';
    report(
      first.name,
      `Every recorded change of any resource triggers this rule; "when resourceType == …" or ${types} says what it is for`,
    );
  },
);
