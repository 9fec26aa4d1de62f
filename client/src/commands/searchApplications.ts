/**
 * "Search Applications": what the nodes report to be installed, on all of them or on one; the chosen one filters the Fleet
 * view to the nodes that have it.
 */

import type { SSM } from '@aws-sdk/client-ssm';
import type { QuickPickItem } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import { currentConnection } from '../aws/currentConnection.ts';
import { count } from '../format.ts';
import { pickWhileReading } from '../pickWhileReading.ts';
import type { NodeSubject } from '../views/fleet/nodeLine.ts';
import { alive } from '../views/fleet/nodes.ts';
import type { Listing } from '../views/pages.ts';
import type { App, Command } from './index.ts';

export const searchApplications: Command = {
  id: 'opswright.searchApplications',
  async run(app) {
    const connection = await currentConnection(app);
    if (connection) await pickApplication(app, connection);
  },
};

/** @param node - undefined for the whole fleet. */
export async function pickApplication(
  { connections, trees }: App,
  connection: Connection,
  node?: Pick<NodeSubject, 'nodeId' | 'name'>,
): Promise<void> {
  const picked = await pickWhileReading({
    title: node ? `Applications of ${node.name}` : 'Applications of the Fleet',
    placeHolder: 'Type to search; the nodes that have it are then shown',
    empty: 'No applications: no association gathers the inventory',
    compare: (one, other) => one.label.localeCompare(other.label),
    async list(token) {
      const { ssm } = await connections.clients(connection);
      return node ? ofNode(ssm, node.nodeId, token) : ofFleet(ssm, token);
    },
  });
  if (picked) trees.fleet.filter = { by: 'application', name: picked.label };
}

const TypeName = 'AWS:Application';

async function ofFleet(ssm: SSM, NextToken: string | undefined): Promise<Listing<QuickPickItem>> {
  const Aggregators = [{ Expression: `${TypeName}.Name` }];
  const answer = await ssm.getInventory({ Filters: [alive], Aggregators, NextToken });
  const rows = answer.Entities?.flatMap(({ Data = {} }) => Object.values(Data).flatMap(({ Content = [] }) => Content));
  const items = rows?.flatMap(({ Name, Count }) =>
    Name ? [{ label: Name, description: count(Number(Count), 'node') }] : [],
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
