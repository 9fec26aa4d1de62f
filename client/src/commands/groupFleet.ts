/** "Group Nodes": by state, platform, the values of a tag, resource group, or not at all. */

import { type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import { currentConnection } from '../aws/currentConnection.ts';
import type { Grouping } from '../views/fleet/arrangement.ts';
import type { App, Command } from './index.ts';

interface Choice extends QuickPickItem {
  grouping?: Grouping;
}

export const groupFleet: Command = {
  id: 'opswright.groupFleet',
  async run(app) {
    const { fleet } = app.trees;
    const { grouping } = fleet;
    const choice = (label: string, by: Grouping['by'], detail: string): Choice => ({
      label,
      description: by === grouping.by ? 'current' : '',
      detail,
      ...(by !== 'tag' && { grouping: { by } }),
    });
    const picked = await window.showQuickPick(
      [
        choice('Not Grouped', 'nothing', 'One list'),
        choice('State', 'state', 'Online, connection lost, inactive'),
        choice('Platform', 'platform', 'Each kind of Linux, Windows Server, macOS'),
        choice('Tag…', 'tag', 'The values of a tag that you choose'),
        choice('Resource Group', 'group', 'The resource groups of the Region that have nodes'),
      ],
      { title: 'Group Nodes', placeHolder: 'By what?' },
    );
    if (!picked) return;
    const next = picked.grouping ?? (await pickTag(app));
    if (next) fleet.grouping = next;
  },
};

async function pickTag(app: App): Promise<Grouping | undefined> {
  const current = await currentConnection(app);
  if (!current) return undefined;
  const picked = await window.showQuickPick(tagKeys(app, current), {
    title: 'Group Nodes by Tag',
    placeHolder: 'Which tag?',
  });
  return picked && { by: 'tag', key: picked.label };
}

/** The keys of the Region; those that AWS gives itself come last. */
async function tagKeys({ connections }: App, connection: Connection): Promise<QuickPickItem[]> {
  const { tagging } = await connections.clients(connection);
  const keys: string[] = [];
  let PaginationToken: string | undefined;
  do {
    const answer = await tagging.getTagKeys({ PaginationToken });
    keys.push(...(answer.TagKeys ?? []));
    PaginationToken = answer.PaginationToken;
  } while (PaginationToken);
  const own = keys.filter((key) => !key.startsWith('aws:'));
  const given = keys.filter((key) => key.startsWith('aws:'));
  return [
    ...own.map((label) => ({ label })),
    ...(given.length > 0 ? [{ label: 'given by AWS', kind: QuickPickItemKind.Separator }] : []),
    ...given.map((label) => ({ label })),
  ];
}
