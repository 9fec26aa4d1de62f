/** Compliance by rule and by resource, and its summaries. */

import type {
  Compliance,
  ComplianceByResource,
  ComplianceSummary,
  DescribeComplianceByConfigRuleRequest,
  DescribeComplianceByResourceRequest,
  GetComplianceSummaryByResourceTypeRequest,
} from '@aws-sdk/client-config-service';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf, pageOfStream } from '../pages.ts';
import { isInScope, judgeOf, keyOf, typesOfRule } from './evaluate.ts';
import { type Item, itemNamed, itemsOfType, recordedTypes } from './items.ts';
import { counted, isWanted, resultOf, resultsOf } from './results.ts';
import { namedRules, rulesOf, type StoredRule, tokenError } from './rules.ts';

/** The compliance of a rule as a whole. */
export function complianceOfRule(account: Account, rule: StoredRule): Compliance {
  const broken = Object.keys(rule.findings.broken).length;
  if (broken > 0) return { ComplianceType: 'NON_COMPLIANT', ComplianceContributorCount: counted(broken, 25) };
  // The first result says it.
  const concerned = resultsOf(account, rule).next().value !== undefined;
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
  const resources = function* (): Generator<ComplianceByResource, void> {
    const types = ResourceType === undefined ? recordedTypes(account) : [ResourceType];
    const wanted = (broken: boolean): boolean => isWanted(ComplianceTypes, broken ? 'NON_COMPLIANT' : 'COMPLIANT');
    for (const { item, broken } of ResourceId === undefined
      ? brokenByResource(account, types)
      : brokenOf(account, itemNamed(account, ResourceType ?? '', ResourceId)))
      if (wanted(broken > 0))
        yield {
          ResourceType: item.type,
          ResourceId: item.id,
          Compliance:
            broken > 0
              ? { ComplianceType: 'NON_COMPLIANT', ComplianceContributorCount: counted(broken, 25) }
              : { ComplianceType: 'COMPLIANT' },
        };
  };
  const request = { MaxResults: input.Limit || 10, NextToken: input.NextToken };
  const page = pageOfStream('DescribeComplianceByResource', resources(), request, 100, tokenError);
  return { ComplianceByResources: page.items, NextToken: page.NextToken };
}

interface Broken {
  item: Item;
  /** How many rules it breaks; 0 for one that keeps all that concern it. */
  broken: number;
}

/** Each resource that some rule has a result for. */
function* brokenByResource(account: Account, types: readonly string[]): Generator<Broken, void> {
  for (const type of types) {
    const count = counterFor(account, type);
    for (const item of itemsOfType(account, type)) {
      const broken = count(item);
      if (broken !== undefined) yield { item, broken };
    }
  }
}

function brokenOf(account: Account, item: Item | undefined): Broken[] {
  const broken = item === undefined ? undefined : counterFor(account, item.type)(item);
  return item === undefined || broken === undefined ? [] : [{ item, broken }];
}

/** Counts the rules that resources of a type break; undefined for one that no rule has a result for. */
function counterFor(account: Account, type: string): (item: Item) => number | undefined {
  const rules = Object.values(rulesOf(account))
    .filter(({ rule, findings }) => findings.evaluated !== undefined && typesOfRule(account, rule).includes(type))
    .map((rule) => ({ rule, judge: judgeOf(account, rule.rule, rule.findings) }));
  return (item) => {
    const key = keyOf(item);
    let count: number | undefined;
    for (const { rule, judge } of rules) {
      if (!isInScope(rule.rule, item)) continue;
      const result = resultOf(account, rule, item, judge, key);
      if (result !== undefined) count = (count ?? 0) + (result.finding === undefined ? 0 : 1);
    }
    return count;
  };
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
  const counts = (type: string): { all: number; broken: number } =>
    account.worksOut(`config.summary ${type}`, () => {
      let [all, bad] = [0, 0];
      for (const { broken } of brokenByResource(account, [type])) {
        all++;
        if (broken > 0) bad++;
      }
      return { all, broken: bad };
    });
  const summed = (types: readonly string[]): ComplianceSummary => {
    const sums = types.map(counts);
    const broken = sums.reduce((sum, each) => sum + each.broken, 0);
    return summary(account, sums.reduce((sum, each) => sum + each.all, 0) - broken, broken, 100);
  };
  return {
    ComplianceSummariesByResourceType:
      ResourceTypes.length === 0
        ? [{ ComplianceSummary: summed(recordedTypes(account)) }]
        : ResourceTypes.map((ResourceType) => ({ ResourceType, ComplianceSummary: summed([ResourceType]) })),
  };
}
