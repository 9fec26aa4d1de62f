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
import { pageOf } from '../../pages.ts';
import { nodeNamed } from '../nodes.ts';
import { type Assessment, allAssessments, assessmentsOf, type Item, itemOf, summaryOf } from './items.ts';

const ranks: readonly ComplianceSeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNSPECIFIED'];

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

/** The worst severity of what a node lacks. */
function worst(assessment: Assessment): ComplianceSeverity {
  const bad = lacking(assessment);
  return ranks.find((rank) => bad.some(({ severity }) => severity === rank)) ?? 'UNSPECIFIED';
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
  const assessments =
    ResourceIds.length === 0
      ? allAssessments(account)
      : ResourceIds.flatMap((id) => assessmentsOf(account, nodeNamed(account, id)));
  const all = assessments.flatMap((assessment) =>
    assessment.items
      .filter(({ id, title, status, severity }) =>
        passes({ ComplianceType: assessment.type, Id: id, Title: title, Status: status, Severity: severity }, Filters),
      )
      .map((item) => ({ assessment, item })),
  );
  const page = pageOf(`compliance ${ResourceIds.join(' ')}`, all, input);
  return {
    ComplianceItems: page.items.map(({ assessment, item }) => itemOf(assessment, item)),
    NextToken: page.NextToken,
  };
}

/** By type: how many nodes have everything of it, and how many lack something. */
export function listComplianceSummaries(account: Account, input: ListComplianceSummariesRequest) {
  const byType = new Map<string, Assessment[]>();
  for (const assessment of allAssessments(account))
    if (
      passes(
        { ComplianceType: assessment.type, OverallSeverity: worst(assessment), Severity: worst(assessment) },
        input.Filters,
      )
    )
      byType.set(assessment.type, [...(byType.get(assessment.type) ?? []), assessment]);
  const page = pageOf('ListComplianceSummaries', [...byType], input);
  return {
    ComplianceSummaryItems: page.items.map(([type, list]): ComplianceSummaryItem => {
      const bad = list.filter((each) => lacking(each).length > 0);
      const good = list.filter((each) => lacking(each).length === 0);
      return {
        ComplianceType: type,
        CompliantSummary: { CompliantCount: good.length, SeveritySummary: counted(good.map(worst)) },
        NonCompliantSummary: { NonCompliantCount: bad.length, SeveritySummary: counted(bad.map(worst)) },
      };
    }),
    NextToken: page.NextToken,
  };
}

/** By node and type. */
export function listResourceComplianceSummaries(account: Account, input: ListResourceComplianceSummariesRequest) {
  const all = allAssessments(account).filter((assessment) =>
    passes(
      {
        ComplianceType: assessment.type,
        ResourceId: assessment.node,
        ResourceType: 'ManagedInstance',
        Status: statusOf(assessment),
        OverallSeverity: worst(assessment),
      },
      input.Filters,
    ),
  );
  const page = pageOf('ListResourceComplianceSummaries', all, input);
  return {
    ResourceComplianceSummaryItems: page.items.map((assessment): ResourceComplianceSummaryItem => {
      const bad = lacking(assessment);
      const good = assessment.items.filter((item) => !bad.includes(item));
      const severities = (items: readonly Item[]): SeveritySummary => counted(items.map(({ severity }) => severity));
      return {
        ComplianceType: assessment.type,
        ResourceType: 'ManagedInstance',
        ResourceId: assessment.node,
        Status: statusOf(assessment),
        OverallSeverity: worst(assessment),
        ExecutionSummary: summaryOf(assessment.execution),
        CompliantSummary: { CompliantCount: good.length, SeveritySummary: severities(good) },
        NonCompliantSummary: { NonCompliantCount: bad.length, SeveritySummary: severities(bad) },
      };
    }),
    NextToken: page.NextToken,
  };
}

function statusOf(assessment: Assessment): 'COMPLIANT' | 'NON_COMPLIANT' {
  return lacking(assessment).length === 0 ? 'COMPLIANT' : 'NON_COMPLIANT';
}
