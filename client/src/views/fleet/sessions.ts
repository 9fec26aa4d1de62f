/** The sessions of a node: those that are open, and those of the last thirty days, which is as far as the service looks back. */

import type { Session, SessionState } from '@aws-sdk/client-ssm';
import { pagesOf } from '../pages.ts';
import type { TreeNode } from '../tree.ts';
import type { Opened } from './sections.ts';
import { ago, spaced } from './words.ts';

export function sessionsSection(opened: Opened): TreeNode {
  return {
    id: 'sessions',
    label: 'Sessions',
    icon: 'terminal',
    children: () => [
      { ...list(opened, 'Active', 'Nobody is connected'), id: 'open', label: 'Open', icon: 'vm-connect', open: true },
      { ...list(opened, 'History', 'None of late'), id: 'past', label: 'Past', icon: 'history' },
    ],
  };
}

function list({ node, ssm }: Opened, State: SessionState, empty: string): Pick<TreeNode, 'empty' | 'pages'> {
  return {
    empty,
    pages: () =>
      pagesOf(
        async (NextToken) => {
          const Filters = [{ key: 'Target' as const, value: node.id }];
          const answer = await (await ssm()).describeSessions({ State, Filters, MaxResults: 50, NextToken });
          return { items: answer.Sessions, next: answer.NextToken };
        },
        (session) => sessionLine(session),
      ),
  };
}

function sessionLine({
  SessionId: id = '',
  Owner = '',
  Status,
  StartDate,
  EndDate,
  DocumentName,
  Reason,
}: Session): TreeNode {
  const who = Owner.split('/').at(-1) || id;
  const when = EndDate ? `ended ${ago(EndDate, Date.now())}` : `since ${ago(StartDate, Date.now())}`;
  return {
    id,
    label: who,
    description: [spaced(Status ?? ''), when, Reason].filter(Boolean).join(' · '),
    icon: EndDate ? 'terminal' : { name: 'terminal', color: 'testing.iconPassed' },
    tooltip: [id, DocumentName, StartDate && `Started ${StartDate.toLocaleString()}`].filter(Boolean).join('\n'),
    context: EndDate ? 'session' : 'session open',
    subject: { sessionId: id },
  };
}
