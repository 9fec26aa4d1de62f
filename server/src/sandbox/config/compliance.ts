/** Compliance by rule and by resource, and its summaries. */

import type {
  Compliance,
  ComplianceSummary,
  DescribeComplianceByConfigRuleRequest,
  DescribeComplianceByResourceRequest,
  GetComplianceSummaryByResourceTypeRequest,
} from '@aws-sdk/client-config-service';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { isInScope, scopeOfRule, typesOfRule } from './evaluate.ts';
import { itemNamed, recordedTypes } from './items.ts';
import { counted, isWanted, type Result, resultOf, resultsOf } from './results.ts';
import { namedRules, rulesOf, type StoredRule, tokenError } from './rules.ts';

/** The compliance of a rule as a whole. */
export function complianceOfRule(account: Account, rule: StoredRule): Compliance {
  const broken = Object.keys(rule.findings.broken).length;
  if (broken > 0) return { ComplianceType: 'NON_COMPLIANT', ComplianceContributorCount: counted(broken, 25) };
  const concerned =
    rule.findings.evaluated !== undefined &&
    scopeOfRule(account, rule.rule).some((item) => resultOf(account, rule, item) !== undefined);
  return { ComplianceType: concerned ? 'COMPLIANT' : 'INSUFFICIENT_DATA' };
}

export function describeComplianceByConfigRule(account: Account, input: DescribeComplianceByConfigRuleRequest) {
  const all = namedRules(account, input.ConfigRuleNames)
    .map((rule) => ({ ConfigRuleName: rule.rule.ConfigRuleName, Compliance: complianceOfRule(account, rule) }))
    .filter(({ Compliance: { ComplianceType = '' } }) => isWanted(input.ComplianceTypes, ComplianceType));
  const page = pageOf('DescribeComplianceByConfigRule', all, { NextToken: input.NextToken }, 50, tokenError);
  return { ComplianceByConfigRules: page.items, NextToken: page.NextToken };
}

export function describeComplianceByResource(account: Account, input: DescribeComplianceByResourceRequest) {
  const { ResourceType, ResourceId, ComplianceTypes } = input;
  if (ResourceId !== undefined && ResourceType === undefined)
    throw new ServiceError('InvalidParameterValueException', 'A resource is named by its type and its id.');
  const item = ResourceId === undefined ? undefined : itemNamed(account, ResourceType ?? '', ResourceId);
  const results = Object.values(rulesOf(account)).flatMap((rule) => {
    if (ResourceType !== undefined && !typesOfRule(account, rule.rule).includes(ResourceType)) return [];
    if (ResourceId === undefined) return resultsOf(account, rule);
    return item === undefined || !isInScope(rule.rule, item) ? [] : (resultOf(account, rule, item) ?? []);
  });
  const byResource = new Map<string, { result: Result; broken: number }>();
  for (const result of results) {
    if (ResourceType !== undefined && result.item.type !== ResourceType) continue;
    const key = `${result.item.type} ${result.item.id}`;
    const entry = byResource.get(key) ?? { result, broken: 0 };
    if (result.finding !== undefined) entry.broken++;
    byResource.set(key, entry);
  }
  const all = [...byResource.values()]
    .filter(({ broken }) => isWanted(ComplianceTypes, broken > 0 ? 'NON_COMPLIANT' : 'COMPLIANT'))
    .map(({ result: { item }, broken }) => ({
      ResourceType: item.type,
      ResourceId: item.id,
      Compliance:
        broken > 0
          ? { ComplianceType: 'NON_COMPLIANT', ComplianceContributorCount: counted(broken, 25) }
          : { ComplianceType: 'COMPLIANT' },
    }));
  const request = { MaxResults: input.Limit || 10, NextToken: input.NextToken };
  const page = pageOf('DescribeComplianceByResource', all, request, 100, tokenError);
  return { ComplianceByResources: page.items, NextToken: page.NextToken };
}

function summary(account: Account, compliant: number, broken: number, cap: number): ComplianceSummary {
  return {
    CompliantResourceCount: counted(compliant, cap),
    NonCompliantResourceCount: counted(broken, cap),
    ComplianceSummaryTimestamp: new Date(account.now()),
  };
}

export function getComplianceSummaryByConfigRule(account: Account) {
  const types = Object.values(rulesOf(account)).map((rule) => complianceOfRule(account, rule).ComplianceType);
  const count = (wanted: string): number => types.filter((type) => type === wanted).length;
  return { ComplianceSummary: summary(account, count('COMPLIANT'), count('NON_COMPLIANT'), 25) };
}

export function getComplianceSummaryByResourceType(
  account: Account,
  { ResourceTypes = [] }: GetComplianceSummaryByResourceTypeRequest,
) {
  const seen = new Map<string, Map<string, boolean>>();
  for (const rule of Object.values(rulesOf(account)))
    for (const { item, finding } of resultsOf(account, rule)) {
      const ofType = seen.get(item.type) ?? new Map<string, boolean>();
      seen.set(item.type, ofType.set(item.id, (ofType.get(item.id) ?? false) || finding !== undefined));
    }
  const summed = (types: readonly string[]): ComplianceSummary => {
    const states = types.flatMap((type) => [...(seen.get(type)?.values() ?? [])]);
    const broken = states.filter((each) => each).length;
    return summary(account, states.length - broken, broken, 100);
  };
  return {
    ComplianceSummariesByResourceType:
      ResourceTypes.length === 0
        ? [{ ComplianceSummary: summed(recordedTypes(account)) }]
        : ResourceTypes.map((ResourceType) => ({ ResourceType, ComplianceSummary: summed([ResourceType]) })),
  };
}
