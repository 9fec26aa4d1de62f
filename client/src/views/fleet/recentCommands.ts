/** The commands that a node got of late; a click shows the run. */

import type { CommandInvocation } from '@aws-sdk/client-ssm';
import type { Connection } from '../../aws/connection.ts';
import { pagesOf } from '../pages.ts';
import type { TreeNode } from '../tree.ts';
import type { Opened } from './sections.ts';
import { statusIcon } from './statusIcon.ts';
import { ago, spaced } from './words.ts';

export function recentCommandsSection({ node, connection, ssm }: Opened): TreeNode {
  return {
    id: 'commands',
    label: 'Recent commands',
    icon: 'run-all',
    empty: 'None in the last 30 days',
    pages: () =>
      pagesOf(
        async (NextToken) => {
          const ask = { InstanceId: node.id, MaxResults: 20, NextToken };
          const answer = await (await ssm()).listCommandInvocations(ask);
          return { items: answer.CommandInvocations, next: answer.NextToken };
        },
        (invocation) => commandLine(invocation, connection),
      ),
  };
}

function commandLine(invocation: CommandInvocation, connection: Connection): TreeNode {
  const { CommandId: id = '', DocumentName = '', Status, StatusDetails, RequestedDateTime, Comment } = invocation;
  return {
    id,
    label: DocumentName,
    description: [spaced(StatusDetails || Status || ''), ago(RequestedDateTime, Date.now()), Comment]
      .filter(Boolean)
      .join(' · '),
    icon: statusIcon(Status),
    tooltip: [id, RequestedDateTime?.toLocaleString()].filter(Boolean).join('\n'),
    context: 'invocation',
    subject: { commandId: id },
    command: { title: 'Show Run', command: 'opswright.showRun', arguments: [{ connection, kind: 'command', id }] },
  };
}
