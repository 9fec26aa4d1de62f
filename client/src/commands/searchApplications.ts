/**
 * "Search Applications": what the nodes report to be installed, on all of them or on one; the chosen one filters the Fleet
 * view to the nodes that have it.
 */

import type { SSM } from '@aws-sdk/client-ssm';
import { type QuickPickItem, window } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import type { NodeSubject } from '../views/fleet/nodeLine.ts';
import { alive } from '../views/fleet/nodes.ts';
import { counted } from '../views/fleet/words.ts';
import type { Listing } from '../views/pages.ts';
import type { App, Command } from './index.ts';

export const searchApplications: Command = {
  id: 'opswright.searchApplications',
  run: (app) => app.connections.current && pickApplication(app, app.connections.current),
};

/** @param node - undefined for the whole fleet. */
export async function pickApplication(
  { connections, trees }: App,
  connection: Connection,
  node?: Pick<NodeSubject, 'nodeId' | 'name'>,
): Promise<void> {
  const name = await pickWhileReading(
    node ? `Applications of ${node.name}` : 'Applications of the Fleet',
    async (token) => {
      const { ssm } = await connections.clients(connection);
      return node ? ofNode(ssm, node.nodeId, token) : ofFleet(ssm, token);
    },
  );
  if (name !== undefined) trees.fleet.filter = { by: 'application', name };
}

const TypeName = 'AWS:Application';

async function ofFleet(ssm: SSM, NextToken: string | undefined): Promise<Listing<QuickPickItem>> {
  const Aggregators = [{ Expression: `${TypeName}.Name` }];
  const answer = await ssm.getInventory({ Filters: [alive], Aggregators, NextToken });
  const rows = answer.Entities?.flatMap(({ Data = {} }) => Object.values(Data).flatMap(({ Content = [] }) => Content));
  const items = rows?.flatMap(({ Name, Count }) =>
    Name ? [{ label: Name, description: counted(Number(Count), 'node') }] : [],
  );
  return { items, next: answer.NextToken };
}

async function ofNode(ssm: SSM, InstanceId: string, NextToken: string | undefined): Promise<Listing<QuickPickItem>> {
  const answer = await ssm.listInventoryEntries({ InstanceId, TypeName, MaxResults: 50, NextToken });
  const items = answer.Entries?.map(({ Name = '', Version = '', Publisher = '' }) => ({
    label: Name,
    description: [Version, Publisher].filter(Boolean).join(' · '),
  }));
  return { items, next: answer.NextToken };
}

/** A pick that fills while its pages are read, until somebody chooses or goes away. */
function pickWhileReading(
  title: string,
  list: (token: string | undefined) => Promise<Listing<QuickPickItem>>,
): Promise<string | undefined> {
  const pick = window.createQuickPick();
  pick.title = title;
  pick.placeholder = 'Type to search; the nodes that have it are then shown';
  pick.matchOnDescription = true;
  pick.busy = true;
  let open = true;
  const found = new Map<string, QuickPickItem>();

  async function read(): Promise<void> {
    let token: string | undefined;
    do {
      const { items = [], next } = await list(token);
      for (const item of items) if (!found.has(item.label)) found.set(item.label, item);
      pick.items = [...found.values()].sort((a, b) => a.label.localeCompare(b.label));
      token = next;
    } while (token && open);
    pick.busy = false;
    if (found.size === 0) pick.placeholder = 'No applications: no association gathers the inventory';
  }

  return new Promise((resolve, reject) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.label);
      pick.hide();
    });
    pick.onDidHide(() => {
      open = false;
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
    read().catch((error) => {
      // Before it is hidden, which is what an answer of nothing comes from.
      reject(error);
      pick.hide();
    });
  });
}
