/** What Systems Manager keeps on compliance: by type the numbers, below them the nodes, below those their items. */

import type { ComplianceItem, ComplianceSummaryItem, ResourceComplianceSummaryItem } from '@aws-sdk/client-ssm';
import { verdictIcon } from '../compliance/words.ts';
import { count } from '../format.ts';
import type { Place } from './compliance.ts';
import { mostIds, namesOfNodes } from './fleet/nodes.ts';
import { pagesOf } from './pages.ts';
import type { Page, TreeNode } from './tree.ts';

export function systemsNodes(place: Place): AsyncIterator<Page, void> {
  const { connections, connection } = place;
  return pagesOf(
    async (NextToken) => {
      const { ssm } = await connections.clients(connection);
      const answer = await ssm.listComplianceSummaries({ NextToken });
      return { items: answer.ComplianceSummaryItems, next: answer.NextToken };
    },
    (summary) => typeNode(place, summary),
  );
}

/** The service's own types, as people call what is counted; all others are named by whoever reports them. */
const titles: Readonly<Record<string, string>> = { Patch: 'Patches', Association: 'Associations' };
const nouns: Readonly<Record<string, [one: string, many: string]>> = {
  Patch: ['patch', 'patches'],
  Association: ['association', 'associations'],
};

function typeNode(place: Place, { ComplianceType: type = '', ...summary }: ComplianceSummaryItem): TreeNode {
  const bad = summary.NonCompliantSummary?.NonCompliantCount ?? 0;
  const good = summary.CompliantSummary?.CompliantCount ?? 0;
  return {
    id: type,
    label: titles[type] ?? type.replace(/^Custom:/, ''),
    description: bad > 0 ? `${bad} of ${bad + good} nodes non-compliant` : `${count(good, 'node')} compliant`,
    icon: verdictIcon(bad > 0 ? 'NON_COMPLIANT' : 'COMPLIANT'),
    open: bad > 0,
    empty: 'All nodes are compliant',
    pages: () => nodesOf(place, type),
  };
}

function nodesOf(place: Place, type: string): AsyncIterator<Page, void> {
  const { connections, connection } = place;
  return pagesOf(
    async (NextToken) => {
      const { ssm } = await connections.clients(connection);
      const answer = await ssm.listResourceComplianceSummaries({
        Filters: [
          { Key: 'ComplianceType', Values: [type], Type: 'EQUAL' },
          { Key: 'Status', Values: ['NON_COMPLIANT'], Type: 'EQUAL' },
        ],
        MaxResults: mostIds,
        NextToken,
      });
      const found = answer.ResourceComplianceSummaryItems ?? [];
      const names = await namesOfNodes(
        ssm,
        found.flatMap(({ ResourceId }) => ResourceId ?? []),
      );
      return {
        items: found.map((summary) => ({ summary, name: names.get(summary.ResourceId ?? '') })),
        next: answer.NextToken,
      };
    },
    ({ summary, name }) => nodeNode(place, summary, type, name),
  );
}

function nodeNode(place: Place, summary: ResourceComplianceSummaryItem, type: string, name?: string): TreeNode {
  const { ResourceId: id = '', ResourceType = 'ManagedInstance', OverallSeverity: severity } = summary;
  const [one, many] = nouns[type] ?? ['item', 'items'];
  const missing = summary.NonCompliantSummary?.NonCompliantCount ?? 0;
  const when = summary.ExecutionSummary?.ExecutionTime?.toLocaleString();
  return {
    id,
    label: name ?? id,
    description: [count(missing, one, many), severityWords(severity), name && name !== id && id]
      .filter(Boolean)
      .join(' · '),
    icon: verdictIcon('NON_COMPLIANT'),
    tooltip: [id, when && `Reported ${when}`].filter(Boolean).join('\n'),
    context: 'node',
    subject: { nodeId: id, ...(name !== undefined && { name }) },
    empty: 'Nothing is missing',
    pages: () => itemsOf(place, id, ResourceType, type),
  };
}

function itemsOf({ connections, connection }: Place, id: string, resourceType: string, type: string) {
  return pagesOf(async (NextToken) => {
    const { ssm } = await connections.clients(connection);
    const answer = await ssm.listComplianceItems({
      ResourceIds: [id],
      ResourceTypes: [resourceType],
      Filters: [
        { Key: 'ComplianceType', Values: [type], Type: 'EQUAL' },
        { Key: 'Status', Values: ['NON_COMPLIANT'], Type: 'EQUAL' },
      ],
      MaxResults: 50,
      NextToken,
    });
    return { items: answer.ComplianceItems, next: answer.NextToken };
  }, itemNode);
}

function itemNode({ Id: id = '', Title: title, Severity: severity, Details: details = {} }: ComplianceItem): TreeNode {
  return {
    id,
    label: title || id,
    description: [title && title !== id ? id : '', severityWords(severity)].filter(Boolean).join(' · '),
    tooltip:
      Object.entries(details)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n') || id,
    icon: verdictIcon('NON_COMPLIANT'),
    context: 'item',
  };
}

/** `UNSPECIFIED` tells nobody anything. */
function severityWords(severity: string | undefined): string {
  return severity === undefined || severity === 'UNSPECIFIED' ? '' : severity.toLowerCase();
}
