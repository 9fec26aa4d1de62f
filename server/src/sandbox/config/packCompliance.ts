/** The compliance of conformance packs: of their rules, of single resources, and as a whole. */

import type {
  DescribeConformancePackComplianceRequest,
  GetConformancePackComplianceDetailsRequest,
  GetConformancePackComplianceSummaryRequest,
} from '@aws-sdk/client-config-service';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf, pageOfStream } from '../pages.ts';
import { complianceOfRule } from './compliance.ts';
import { packNamed, type StoredPack } from './packs.ts';
import { evaluationResult, type Result, resultsOf } from './results.ts';
import { rulesOf, type StoredRule, tokenError } from './rules.ts';

/** The rules of a pack, those named of them. */
function rulesOfPack(account: Account, pack: StoredPack, names: readonly string[] | undefined): StoredRule[] {
  const other = names?.find((name) => !pack.rules.includes(name));
  if (other !== undefined)
    throw new ServiceError(
      'NoSuchConfigRuleInConformancePackException',
      `The rule ${other} does not belong to the conformance pack ${pack.name}.`,
    );
  return (names ?? pack.rules).flatMap((name) => rulesOf(account)[name] ?? []);
}

export function describeConformancePackCompliance(account: Account, input: DescribeConformancePackComplianceRequest) {
  const pack = packNamed(account, input.ConformancePackName ?? '');
  const { ConfigRuleNames, ComplianceType } = input.Filters ?? {};
  const all = rulesOfPack(account, pack, ConfigRuleNames)
    .map((rule) => ({
      ConfigRuleName: rule.rule.ConfigRuleName,
      ComplianceType: complianceOfRule(account, rule).ComplianceType,
      Controls: [],
    }))
    .filter((each) => ComplianceType === undefined || each.ComplianceType === ComplianceType);
  const request = { MaxResults: input.Limit || undefined, NextToken: input.NextToken };
  const page = pageOf(`pack ${pack.name}`, all, request, 1000, tokenError);
  return {
    ConformancePackName: pack.name,
    ConformancePackRuleComplianceList: page.items,
    NextToken: page.NextToken,
  };
}

export function getConformancePackComplianceSummary(
  account: Account,
  { ConformancePackNames = [], Limit, NextToken }: GetConformancePackComplianceSummaryRequest,
) {
  const all = ConformancePackNames.map((name) => {
    const types = rulesOfPack(account, packNamed(account, name), undefined).map(
      (rule) => complianceOfRule(account, rule).ComplianceType,
    );
    const status = types.includes('NON_COMPLIANT')
      ? 'NON_COMPLIANT'
      : types.includes('COMPLIANT')
        ? 'COMPLIANT'
        : 'INSUFFICIENT_DATA';
    return { ConformancePackName: name, ConformancePackComplianceStatus: status };
  });
  const request = { MaxResults: Limit || undefined, NextToken };
  const page = pageOf('GetConformancePackComplianceSummary', all, request, 20, tokenError);
  return { ConformancePackComplianceSummaryList: page.items, NextToken: page.NextToken };
}

export function getConformancePackComplianceDetails(
  account: Account,
  input: GetConformancePackComplianceDetailsRequest,
) {
  const pack = packNamed(account, input.ConformancePackName ?? '');
  const { ConfigRuleNames, ComplianceType, ResourceType, ResourceIds } = input.Filters ?? {};
  const rules = rulesOfPack(account, pack, ConfigRuleNames);
  const results = function* (): Generator<Result, void> {
    for (const rule of rules)
      for (const result of resultsOf(account, rule, (compliance) => (ComplianceType ?? compliance) === compliance))
        if (
          (ResourceType === undefined || result.item.type === ResourceType) &&
          (ResourceIds === undefined || ResourceIds.includes(result.item.id))
        )
          yield result;
  };
  const request = { MaxResults: input.Limit || 10, NextToken: input.NextToken };
  const page = pageOfStream(`pack details ${pack.name}`, results(), request, 100, tokenError);
  return {
    ConformancePackName: pack.name,
    ConformancePackRuleEvaluationResults: page.items.map(evaluationResult),
    NextToken: page.NextToken,
  };
}
