/** Compliance counted: by type, and by node. */

import type {
  ComplianceSeverity,
  ComplianceStringFilter,
  ComplianceSummaryItem,
  ListComplianceItemsRequest,
  ListComplianceSummariesRequest,
  ListResourceComplianceSummariesRequest,
  ResourceComplianceSummaryItem,
  SeveritySummary,
} from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { managedNodes } from '../../fleet.ts';
import { pageOf, pageOfStream } from '../../pages.ts';
import { nodeNamed } from '../nodes.ts';
import { type Assessment, assessmentsOf, type Item, itemOf, summaryOf } from './items.ts';
import { type Score, scores } from './scores.ts';

/** How many there are of each severity. */
function counted(severities: readonly ComplianceSeverity[]): SeveritySummary {
  const of = (wanted: ComplianceSeverity): number => severities.filter((each) => each === wanted).length;
  return {
    CriticalCount: of('CRITICAL'),
    HighCount: of('HIGH'),
    MediumCount: of('MEDIUM'),
    LowCount: of('LOW'),
    InformationalCount: of('INFORMATIONAL'),
    UnspecifiedCount: of('UNSPECIFIED'),
  };
}

function lacking({ items }: Assessment): Item[] {
  return items.filter(({ status }) => status === 'NON_COMPLIANT');
}

function passes(
  fields: Readonly<Record<string, string>>,
  filters: readonly ComplianceStringFilter[] | undefined = [],
): boolean {
  return filters.every(({ Key = '', Values = [], Type = 'EQUAL' }) => {
    const found = Object.hasOwn(fields, Key) ? fields[Key] : undefined;
    if (found === undefined) throw new ServiceError('InvalidFilter', `The filter key ${Key} is not valid.`);
    if (Type === 'NOT_EQUAL') return !Values.includes(found);
    if (Type === 'BEGIN_WITH') return Values.some((value) => found.startsWith(value));
    if (Type === 'LESS_THAN') return Values.some((value) => found < value);
    if (Type === 'GREATER_THAN') return Values.some((value) => found > value);
    return Values.includes(found);
  });
}

export function listComplianceItems(account: Account, input: ListComplianceItemsRequest) {
  const { ResourceIds = [], ResourceTypes = [], Filters } = input;
  if (ResourceTypes.some((type) => type !== 'ManagedInstance'))
    throw new ServiceError('ValidationException', 'The resource type ManagedInstance alone is valid.');
  const nodes = ResourceIds.length === 0 ? managedNodes(account) : ResourceIds.map((id) => nodeNamed(account, id));
  const found = function* (): Generator<{ assessment: Assessment; item: Item }, void> {
    for (const machine of nodes)
      for (const assessment of assessmentsOf(account, machine))
        for (const item of assessment.items) {
          const { id, title, status, severity } = item;
          const fields = { ComplianceType: assessment.type, Id: id, Title: title, Status: status, Severity: severity };
          if (passes(fields, Filters)) yield { assessment, item };
        }
  };
  const page = pageOfStream(`compliance ${ResourceIds.join(' ')}`, found(), input);
  return {
    ComplianceItems: page.items.map(({ assessment, item }) => itemOf(assessment, item)),
    NextToken: page.NextToken,
  };
}

/** By type: how many nodes have everything of it, and how many lack something. */
export function listComplianceSummaries(account: Account, input: ListComplianceSummariesRequest) {
  const byType = new Map<string, { good: ComplianceSeverity[]; bad: ComplianceSeverity[] }>();
  for (const { type, lacking, worst } of scores(account)) {
    if (!passes({ ComplianceType: type, OverallSeverity: worst, Severity: worst }, input.Filters)) continue;
    const sums = byType.get(type) ?? { good: [], bad: [] };
    byType.set(type, sums);
    (lacking ? sums.bad : sums.good).push(worst);
  }
  const page = pageOf('ListComplianceSummaries', [...byType], input);
  return {
    ComplianceSummaryItems: page.items.map(
      ([type, { good, bad }]): ComplianceSummaryItem => ({
        ComplianceType: type,
        CompliantSummary: { CompliantCount: good.length, SeveritySummary: counted(good) },
        NonCompliantSummary: { NonCompliantCount: bad.length, SeveritySummary: counted(bad) },
      }),
    ),
    NextToken: page.NextToken,
  };
}

/** By node and type. */
export function listResourceComplianceSummaries(account: Account, input: ListResourceComplianceSummariesRequest) {
  const found = function* (): Generator<Score, void> {
    for (const score of scores(account)) {
      const fields = {
        ComplianceType: score.type,
        ResourceId: score.machine.id,
        ResourceType: 'ManagedInstance',
        Status: statusOf(score),
        OverallSeverity: score.worst,
      };
      if (passes(fields, input.Filters)) yield score;
    }
  };
  const page = pageOfStream('ListResourceComplianceSummaries', found(), input);
  return {
    ResourceComplianceSummaryItems: page.items.flatMap((score) => summarised(account, score)),
    NextToken: page.NextToken,
  };
}

function summarised(account: Account, score: Score): ResourceComplianceSummaryItem[] {
  const assessment = assessmentsOf(account, score.machine).find(({ type }) => type === score.type);
  if (assessment === undefined) return [];
  const bad = lacking(assessment);
  const good = assessment.items.filter((item) => !bad.includes(item));
  const severities = (items: readonly Item[]): SeveritySummary => counted(items.map(({ severity }) => severity));
  return [
    {
      ComplianceType: assessment.type,
      ResourceType: 'ManagedInstance',
      ResourceId: assessment.node,
      Status: statusOf(score),
      OverallSeverity: score.worst,
      ExecutionSummary: summaryOf(assessment.execution),
      CompliantSummary: { CompliantCount: good.length, SeveritySummary: severities(good) },
      NonCompliantSummary: { NonCompliantCount: bad.length, SeveritySummary: severities(bad) },
    },
  ];
}

function statusOf({ lacking }: Score): 'COMPLIANT' | 'NON_COMPLIANT' {
  return lacking ? 'NON_COMPLIANT' : 'COMPLIANT';
}
