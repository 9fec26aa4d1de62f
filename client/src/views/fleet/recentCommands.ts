/** The commands that a node got of late; a click shows the run, where there is a view of runs. */

import type { CommandInvocation } from '@aws-sdk/client-ssm';
import { commands } from 'vscode';
import type { Connection } from '../../aws/connection.ts';
import { pagesOf } from '../pages.ts';
import type { TreeNode } from '../tree.ts';
import type { Opened } from './sections.ts';
import { statusIcon } from './statusIcon.ts';
import { ago, spaced } from './words.ts';

const showRun = 'opswright.showRun';

export async function recentCommandsSection({ node, connection, ssm }: Opened): Promise<TreeNode> {
  const shows = (await commands.getCommands(true)).includes(showRun);
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
        (invocation) => commandLine(invocation, connection, shows),
      ),
  };
}

function commandLine(invocation: CommandInvocation, connection: Connection, shows: boolean): TreeNode {
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
    ...(shows && {
      command: { title: 'Show Run', command: showRun, arguments: [{ connection, kind: 'command', id }] },
    }),
  };
}
