/** The results of single resources, by rule and by resource. */

import type {
  GetComplianceDetailsByConfigRuleRequest,
  GetComplianceDetailsByResourceRequest,
} from '@aws-sdk/client-config-service';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { scopeOfRule, typesOfRule } from './evaluate.ts';
import { evaluationResult, isWanted, resultOf, resultsOf } from './results.ts';
import { ruleNamed, rulesOf, tokenError } from './rules.ts';

export function getComplianceDetailsByConfigRule(account: Account, input: GetComplianceDetailsByConfigRuleRequest) {
  const rule = ruleNamed(account, input.ConfigRuleName ?? '');
  const all = resultsOf(account, rule).filter(({ compliance }) => isWanted(input.ComplianceTypes, compliance));
  const page = pageOf(
    `details ${rule.rule.ConfigRuleName}`,
    all,
    { MaxResults: input.Limit || 10, NextToken: input.NextToken },
    100,
    tokenError,
  );
  return { EvaluationResults: page.items.map(evaluationResult), NextToken: page.NextToken };
}

export function getComplianceDetailsByResource(account: Account, input: GetComplianceDetailsByResourceRequest) {
  const { ResourceType = '', ResourceId = '', ComplianceTypes, NextToken } = input;
  if (ResourceType === '' || ResourceId === '')
    throw new ServiceError('InvalidParameterValueException', 'A resource is named by its type and its id.');
  const all = Object.values(rulesOf(account)).flatMap((rule) => {
    if (!typesOfRule(account, rule.rule).includes(ResourceType)) return [];
    const item = scopeOfRule(account, rule.rule).find(({ type, id }) => type === ResourceType && id === ResourceId);
    const result = item === undefined ? undefined : resultOf(account, rule, item);
    return result === undefined || !isWanted(ComplianceTypes, result.compliance) ? [] : [evaluationResult(result)];
  });
  const page = pageOf(`details ${ResourceType} ${ResourceId}`, all, { NextToken }, 10, tokenError);
  return { EvaluationResults: page.items, NextToken: page.NextToken };
}
