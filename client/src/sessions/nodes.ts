/** Picks a managed node: from the menu of a node, else from a list of those that are online, or by its id. */

import type { InstanceInformation } from '@aws-sdk/client-ssm';
import type { QuickPickItem } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { currentConnection } from '../aws/currentConnection.ts';
import { pickWhileReading } from '../pickWhileReading.ts';

export interface NodeChoice {
  connection: Connection;
  nodeId: string;
  /** As people call it; the id where it has no name. */
  name: string;
}

/** What the menu of a node hands to a command. */
export interface GivenNode {
  connection: Connection;
  nodeId: string;
  name?: string;
}

/** More would be no list to pick from: an id can be typed. */
const mostPages = 20;

/** The node that a command is for; undefined when nothing was picked. */
export async function nodeFor(
  connections: Connections,
  given: GivenNode | undefined,
  title: string,
): Promise<NodeChoice | undefined> {
  if (given?.nodeId) {
    const { connection, nodeId, name = nodeId } = given;
    return { connection, nodeId, name };
  }
  const connection = await currentConnection({ connections });
  const picked = connection && (await pick(connections, connection, title));
  return picked && { connection, ...picked };
}

interface Choice extends QuickPickItem {
  nodeId: string;
}

async function pick(
  connections: Connections,
  connection: Connection,
  title: string,
): Promise<Pick<NodeChoice, 'nodeId' | 'name'> | undefined> {
  const picked = await pickWhileReading<Choice>({
    title,
    placeHolder: 'Which node? Its name, or an ID',
    empty: 'No node is online; an id can be typed',
    mostPages,
    typed(text, known) {
      const isOther = /^m?i-[\da-f]{8,17}$/.test(text) && known.every(({ nodeId }) => nodeId !== text);
      return isOther ? { label: text, nodeId: text } : undefined;
    },
    async list(NextToken) {
      const { ssm } = await connections.clients(connection);
      const Filters = [{ Key: 'PingStatus', Values: ['Online'] }];
      const answer = await ssm.describeInstanceInformation({ Filters, MaxResults: 50, NextToken });
      return { items: answer.InstanceInformationList?.map(choiceOf), next: answer.NextToken };
    },
  });
  return picked && { nodeId: picked.nodeId, name: picked.label };
}

function choiceOf({ InstanceId: id = '', ComputerName, Name, PlatformName }: InstanceInformation): Choice {
  const name = ComputerName || Name || id;
  return { label: name, description: [name === id ? '' : id, PlatformName].filter(Boolean).join(' · '), nodeId: id };
}
