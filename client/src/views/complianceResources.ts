/** Resources that break a rule, and what there is to see of one: its rules, its configuration, its history. */

import type { ConfigurationItem, GetResourceConfigHistoryCommandOutput } from '@aws-sdk/client-config-service';
import { countWords, ruleWords, typeWords, verdictIcon, verdictOf, verdictWords } from '../compliance/words.ts';
import type { Place } from './compliance.ts';
import { pagesOf } from './pages.ts';
import type { Page, TreeNode } from './tree.ts';

/** Names a resource as AWS Config does. */
export interface ResourceKey {
  /** Such as `AWS::S3::Bucket`. */
  type: string;
  id: string;
}

/** What the command that compares is given: a resource, and when the configuration was captured. */
export interface ChangeSubject extends ResourceKey {
  /** Milliseconds since 1970. */
  captured: number;
  /** Of the capture before; absent for the first. */
  before?: number;
  /** Where the resource has one beside its id: CloudTrail knows roles and users by it. */
  name?: string;
}

export function resourcePages(place: Place): AsyncIterator<Page, void> {
  const { connections, connection } = place;
  return pagesOf(
    async (NextToken) => {
      const { config } = await connections.clients(connection);
      const answer = await config.describeComplianceByResource({
        ComplianceTypes: ['NON_COMPLIANT'],
        Limit: 100,
        NextToken,
      });
      return { items: answer.ComplianceByResources, next: answer.NextToken };
    },
    ({ ResourceType: type = '', ResourceId: id = '', Compliance }) => {
      const rules = countWords(Compliance?.ComplianceContributorCount, 'rule');
      return {
        id: `${type} ${id}`,
        label: id,
        description: `${typeWords(type)} · breaks ${rules}`,
        tooltip: `${type} ${id}`,
        spoken: verdictWords('NON_COMPLIANT').toLowerCase(),
        icon: verdictIcon('NON_COMPLIANT'),
        context: 'resource',
        subject: { type, id } satisfies ResourceKey,
        children: () => resourceParts(place, { type, id }),
      };
    },
  );
}

/** What rules on the account itself name; AWS Config records nothing of it. */
const account = 'AWS::::Account';

/** What stands below a resource, wherever it is shown. */
export function resourceParts(place: Place, key: ResourceKey): TreeNode[] {
  const rules: TreeNode = {
    id: 'rules',
    label: 'Rules',
    icon: 'law',
    empty: 'No rule has looked at it',
    pages: () => rulesOf(place, key),
  };
  if (key.type === account) return [rules];
  return [
    {
      id: 'configuration',
      label: 'Configuration',
      icon: 'json',
      context: 'configuration',
      subject: key,
      command: {
        title: 'Show Configuration',
        command: 'opswright.showResource',
        arguments: [{ ...key, connection: place.connection }],
      },
    },
    rules,
    {
      id: 'history',
      label: 'History',
      icon: 'history',
      empty: 'Nothing is recorded',
      pages: () => historyOf(place, key),
    },
  ];
}

function rulesOf({ connections, connection }: Place, { type, id }: ResourceKey): AsyncIterator<Page, void> {
  return pagesOf(
    async (NextToken) => {
      const { config } = await connections.clients(connection);
      const answer = await config.getComplianceDetailsByResource({ ResourceType: type, ResourceId: id, NextToken });
      return { items: answer.EvaluationResults, next: answer.NextToken };
    },
    (result) => {
      const rule = result.EvaluationResultIdentifier?.EvaluationResultQualifier?.ConfigRuleName ?? '';
      const verdict = verdictOf(result.ComplianceType);
      return {
        id: rule,
        label: ruleWords(rule),
        tooltip: rule,
        description: [verdictWords(verdict), result.Annotation].filter(Boolean).join(' · '),
        icon: verdictIcon(verdict),
        context: verdict === 'NON_COMPLIANT' ? 'finding' : 'rule',
        subject: verdict === 'NON_COMPLIANT' ? { rule, type, id } : { rule },
      };
    },
  );
}

/** Newest first; each line needs the one before it in time, so a page keeps its last one for the next. */
function historyOf({ connections, connection }: Place, { type, id }: ResourceKey): AsyncIterator<Page, void> {
  let held: ConfigurationItem | undefined;
  return pagesOf(
    async (nextToken) => {
      const { config } = await connections.clients(connection);
      const asked = { resourceType: type as never, resourceId: id, limit: 25, nextToken };
      const answer = await config.getResourceConfigHistory(asked).catch(nothingRecorded);
      const all = [...(held ? [held] : []), ...(answer.configurationItems ?? [])];
      const pairs = all.map((item, index) => ({ item, before: all[index + 1] }));
      held = answer.nextToken ? pairs.pop()?.item : undefined;
      return { items: pairs, next: answer.nextToken };
    },
    ({ item, before }) => changeNode(item, before, { type, id }, connection),
  );
}

/** Rules look at types too that the recorder leaves out. */
function nothingRecorded(error: unknown): Partial<GetResourceConfigHistoryCommandOutput> {
  if (error instanceof Error && error.name === 'ResourceNotDiscoveredException') return {};
  throw error;
}

function changeNode(
  item: ConfigurationItem,
  before: ConfigurationItem | undefined,
  key: ResourceKey,
  connection: Place['connection'],
): TreeNode {
  const captured = item.configurationItemCaptureTime?.getTime() ?? 0;
  const status = item.configurationItemStatus ?? '';
  const isDeleted = status.startsWith('ResourceDeleted');
  const subject: ChangeSubject = {
    ...key,
    captured,
    ...(before?.configurationItemCaptureTime && { before: before.configurationItemCaptureTime.getTime() }),
    ...(item.resourceName !== undefined && item.resourceName !== key.id && { name: item.resourceName }),
  };
  return {
    id: String(captured),
    label: new Date(captured).toLocaleString(),
    description: isDeleted
      ? 'deleted'
      : before
        ? 'changed'
        : status === 'ResourceDiscovered'
          ? 'discovered'
          : 'first recorded',
    icon: isDeleted ? 'trash' : before ? 'diff' : 'new-file',
    tooltip: before
      ? 'Compare with the configuration before, and see who changed it'
      : 'The configuration at that time',
    context: 'change',
    subject,
    command: { title: 'Show Change', command: 'opswright.showChange', arguments: [{ ...subject, connection }] },
  };
}
