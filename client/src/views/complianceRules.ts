/** Config rules, grouped by outcome, and below each the resources that break it. */

import type { ComplianceType, ConfigService, EvaluationResult } from '@aws-sdk/client-config-service';
import { readFault } from '../aws/fault.ts';
import {
  countWords,
  ruleWords,
  typeWords,
  type Verdict,
  verdictIcon,
  verdictOf,
  verdicts,
  verdictWords,
} from '../compliance/words.ts';
import type { Place } from './compliance.ts';
import { type ResourceKey, resourceParts } from './complianceResources.ts';
import { pagesOf } from './pages.ts';
import type { Page, TreeNode } from './tree.ts';

/** A rule as a whole is never "not applicable" (API reference of `Compliance`). */
const ruleVerdicts = verdicts.filter((verdict) => verdict !== 'NOT_APPLICABLE');

/** What commands on a rule are given. */
export interface RuleSubject {
  rule: string;
}

/** What commands on a finding are given: a resource, and the rule that it breaks. */
export interface FindingSubject extends ResourceKey {
  rule: string;
}

/** The groups that have rules, from one request for the numbers. */
export async function ruleGroups(place: Place): Promise<TreeNode[]> {
  const { config } = await place.connections.clients(place.connection);
  const { ComplianceSummary: summary } = await config.getComplianceSummaryByConfigRule({});
  const counts: Partial<Record<Verdict, string>> = {
    NON_COMPLIANT: countWords(summary?.NonCompliantResourceCount, 'rule'),
    COMPLIANT: countWords(summary?.CompliantResourceCount, 'rule'),
  };
  return ruleVerdicts.map((verdict) => ({
    id: verdict,
    label: verdictWords(verdict),
    ...(counts[verdict] !== undefined && { description: counts[verdict] }),
    icon: verdictIcon(verdict),
    open: verdict === 'NON_COMPLIANT',
    empty: 'No rules',
    pages: () => rulePages(place, verdict),
  }));
}

function rulePages({ connections, connection }: Place, verdict: Verdict): AsyncIterator<Page, void> {
  return pagesOf(
    async (NextToken) => {
      const { config } = await connections.clients(connection);
      const ComplianceTypes: ComplianceType[] = [verdict];
      const answer = await config.describeComplianceByConfigRule({ ComplianceTypes, NextToken });
      const rules = answer.ComplianceByConfigRules ?? [];
      const broken = verdict === 'NON_COMPLIANT' ? rules : [];
      const mends = await remediationsOf(
        config,
        broken.map(({ ConfigRuleName: rule = '' }) => rule),
      );
      return { items: rules.map((rule) => ({ rule, mends })), next: answer.NextToken };
    },
    ({ rule: { ConfigRuleName: rule = '', Compliance }, mends }) =>
      ruleNode({ connections, connection }, rule, verdict, {
        description: countOf(verdict, Compliance?.ComplianceContributorCount),
        mends,
      }),
  );
}

/** The documents that remediate rules, by the names of the rules. */
export type Remediations = ReadonlyMap<string, string>;

/** So many rules fit into a request (API reference of `DescribeRemediationConfigurations`). */
const mostRules = 25;

/** Undefined where they may not be seen, which is no reason to hide the rules. */
export async function remediationsOf(
  config: ConfigService,
  rules: readonly string[],
): Promise<Remediations | undefined> {
  const found = new Map<string, string>();
  try {
    for (let at = 0; at < rules.length; at += mostRules) {
      const ConfigRuleNames = rules.slice(at, at + mostRules);
      const { RemediationConfigurations = [] } = await config.describeRemediationConfigurations({ ConfigRuleNames });
      for (const { ConfigRuleName = '', TargetId = '' } of RemediationConfigurations)
        found.set(ConfigRuleName, TargetId);
    }
    return found;
  } catch (error) {
    const { kind } = readFault(error);
    if (kind === 'denied' || kind === 'refused') return undefined;
    throw error;
  }
}

/** The service counts the resources that decided; for a rule that holds nobody wants to know. */
function countOf(verdict: Verdict, count: Parameters<typeof countWords>[0]): string | undefined {
  return verdict === 'NON_COMPLIANT' && count ? countWords(count, 'resource') : undefined;
}

/** A rule with its findings. @param mends - undefined where nobody knows: then all may have a remediation. */
export function ruleNode(
  place: Place,
  rule: string,
  verdict: Verdict,
  { description, mends }: { description: string | undefined; mends: Remediations | undefined },
): TreeNode {
  const document = mends?.get(rule);
  const remediable = verdict === 'NON_COMPLIANT' && (mends === undefined || document !== undefined);
  return {
    id: rule,
    label: ruleWords(rule),
    description: [description, document !== undefined && 'can be remediated'].filter(Boolean).join(' · '),
    icon: verdictIcon(verdict),
    spoken: verdictWords(verdict).toLowerCase(),
    tooltip: [
      `${rule}: ${verdictWords(verdict).toLowerCase()}`,
      document !== undefined && `Can be remediated by ${document}`,
    ]
      .filter(Boolean)
      .join('\n'),
    context: `rule ${verdict}${remediable ? ' remediable' : ''}`,
    subject: { rule } satisfies RuleSubject,
    empty: verdict === 'COMPLIANT' ? 'Every resource is compliant' : 'No findings',
    pages: () => findingPages(place, rule),
  };
}

function findingPages({ connections, connection }: Place, rule: string): AsyncIterator<Page, void> {
  let known: Remediations | undefined;
  return pagesOf(
    async (NextToken) => {
      const { config } = await connections.clients(connection);
      const [answer, mends = new Map<string, string>()] = await Promise.all([
        config.getComplianceDetailsByConfigRule({
          ConfigRuleName: rule,
          ComplianceTypes: ['NON_COMPLIANT'],
          Limit: 100,
          NextToken,
        }),
        known ?? remediationsOf(config, [rule]),
      ]);
      known = mends;
      const items = (answer.EvaluationResults ?? []).map((result) => ({ result, mend: mends.get(rule) }));
      return { items, next: answer.NextToken };
    },
    ({ result, mend }) => findingNode({ connections, connection }, result, rule, mend),
  );
}

function findingNode(place: Place, result: EvaluationResult, rule: string, mend: string | undefined): TreeNode {
  const { ResourceId: id = '', ResourceType: type = '' } =
    result.EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
  const when = result.ResultRecordedTime?.toLocaleString();
  return {
    id: `${type} ${id}`,
    label: id,
    description: [typeWords(type), result.Annotation].filter(Boolean).join(' · '),
    tooltip: [`${type} ${id}`, result.Annotation, when && `Found ${when}`, mend && `Can be remediated by ${mend}`]
      .filter(Boolean)
      .join('\n'),
    icon: verdictIcon(verdictOf(result.ComplianceType)),
    spoken: verdictWords(verdictOf(result.ComplianceType)).toLowerCase(),
    context: `finding${mend ? ' remediable' : ''}`,
    subject: { rule, type, id } satisfies FindingSubject,
    children: () => resourceParts(place, { type, id }),
  };
}
