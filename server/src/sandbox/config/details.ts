/** The results of single resources, by rule and by resource. */

import type {
  GetComplianceDetailsByConfigRuleRequest,
  GetComplianceDetailsByResourceRequest,
} from '@aws-sdk/client-config-service';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf, pageOfStream } from '../pages.ts';
import { isInScope, typesOfRule } from './evaluate.ts';
import { itemNamed } from './items.ts';
import { evaluationResult, isWanted, resultOf, resultsOf } from './results.ts';
import { ruleNamed, rulesOf, tokenError } from './rules.ts';

export function getComplianceDetailsByConfigRule(account: Account, input: GetComplianceDetailsByConfigRuleRequest) {
  const rule = ruleNamed(account, input.ConfigRuleName ?? '');
  const all = resultsOf(account, rule, (compliance) => isWanted(input.ComplianceTypes, compliance));
  const page = pageOfStream(
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
  const item = itemNamed(account, ResourceType, ResourceId);
  const all = Object.values(rulesOf(account)).flatMap((rule) => {
    if (item === undefined || !typesOfRule(account, rule.rule).includes(ResourceType)) return [];
    const result = isInScope(rule.rule, item) ? resultOf(account, rule, item) : undefined;
    return result === undefined || !isWanted(ComplianceTypes, result.compliance) ? [] : [evaluationResult(result)];
  });
  const page = pageOf(`details ${ResourceType} ${ResourceId}`, all, { NextToken }, 10, tokenError);
  return { EvaluationResults: page.items, NextToken: page.NextToken };
}
