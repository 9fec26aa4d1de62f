/** The associations of a node, with what their last run on it came to. */

import type { InstanceAssociationStatusInfo, InstanceInformation } from '@aws-sdk/client-ssm';
import { MarkdownString } from 'vscode';
import { pagesOf } from '../pages.ts';
import type { TreeNode } from '../tree.ts';
import type { Opened } from './sections.ts';
import { statusIcon } from './statusIcon.ts';
import { ago, spaced, table } from './words.ts';

export function associationsSection({ node, ssm }: Opened, information: InstanceInformation | undefined): TreeNode {
  const counts = information?.AssociationOverview?.InstanceAssociationStatusAggregatedCount ?? {};
  const words = Object.entries(counts).map(([status, count]) => `${count} ${spaced(status)}`);
  return {
    id: 'associations',
    label: 'Associations',
    description: words.join(', '),
    icon: counts.Failed ? { name: 'link', color: 'list.errorForeground' } : 'link',
    empty: 'No association applies to this node',
    pages: () =>
      pagesOf(
        async (NextToken) => {
          const ask = { InstanceId: node.id, MaxResults: 50, NextToken };
          const answer = await (await ssm()).describeInstanceAssociationsStatus(ask);
          return { items: answer.InstanceAssociationStatusInfos, next: answer.NextToken };
        },
        (association) => associationLine(association),
      ),
  };
}

function associationLine(association: InstanceAssociationStatusInfo): TreeNode {
  const { AssociationId: id = '', AssociationName, Name = '', DetailedStatus, Status, ExecutionDate } = association;
  const status = spaced(DetailedStatus || Status || '');
  return {
    id,
    label: AssociationName || Name,
    description: [status, ago(ExecutionDate, Date.now()), AssociationName && Name].filter(Boolean).join(' · '),
    icon: statusIcon(Status),
    context: 'association',
    subject: { associationId: id, documentName: Name },
    longTooltip: () =>
      new MarkdownString(
        table(
          [AssociationName || Name, ''],
          [
            ['Document', [Name, association.DocumentVersion].filter(Boolean).join(' version ')],
            ['Status', status],
            ['Run', ExecutionDate?.toLocaleString()],
            ['Came to', association.ExecutionSummary],
            ['Error', association.ErrorCode],
            ['ID', id],
            ['Version', association.AssociationVersion],
          ],
        ),
      ),
  };
}
