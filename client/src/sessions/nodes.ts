/** Picks a managed node: from the menu of a node, else from a list of those that are online, or by its id. */

import type { InstanceInformation } from '@aws-sdk/client-ssm';
import { type QuickPickItem, window } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';

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
  const { current: connection } = connections;
  if (connection === undefined) throw new Error('No account is connected. Run "Choose Connection" first.');
  const picked = await pick(connections, connection, title);
  return picked && { connection, ...picked };
}

interface Choice extends QuickPickItem {
  nodeId: string;
}

function pick(
  connections: Connections,
  connection: Connection,
  title: string,
): Promise<Pick<NodeChoice, 'nodeId' | 'name'> | undefined> {
  const list = window.createQuickPick<Choice>();
  list.title = title;
  list.placeholder = 'Which node? Its name, or an id';
  list.matchOnDescription = true;
  list.busy = true;
  list.keepScrollPosition = true;
  let known: Choice[] = [];
  const show = (): void => {
    const { value } = list;
    const typed = /^m?i-[\da-f]{8,17}$/.test(value) && !known.some(({ nodeId }) => nodeId === value);
    const [active] = list.activeItems;
    list.items = typed ? [{ label: value, nodeId: value }, ...known] : known;
    // More nodes may come while somebody walks through the list.
    if (active !== undefined && !typed) list.activeItems = known.filter((each) => each === active);
  };
  list.onDidChangeValue(show);
  return new Promise((resolve, reject) => {
    list.onDidAccept(() => {
      const [item] = list.selectedItems;
      resolve(item && { nodeId: item.nodeId, name: item.label });
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
    onlineNodes(connections, connection, (nodes) => {
      known = [...known, ...nodes.map(choiceOf)];
      show();
    })
      .then(() => {
        list.busy = false;
        if (known.length === 0) list.placeholder = 'No node is online; an id can be typed';
      })
      .catch((error) => {
        list.hide();
        reject(error);
      });
  });
}

function choiceOf(node: InstanceInformation): Choice {
  const id = node.InstanceId ?? '';
  const name = node.ComputerName || node.Name || id;
  return {
    label: name,
    description: [name === id ? '' : id, node.PlatformName].filter(Boolean).join(' · '),
    nodeId: id,
  };
}

async function onlineNodes(
  connections: Connections,
  connection: Connection,
  take: (nodes: InstanceInformation[]) => void,
): Promise<void> {
  const { ssm } = await connections.clients(connection);
  const Filters = [{ Key: 'PingStatus', Values: ['Online'] }];
  let NextToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await ssm.describeInstanceInformation({ Filters, MaxResults: 50, NextToken });
    take(answer.InstanceInformationList ?? []);
    NextToken = answer.NextToken;
    if (!NextToken) return;
  }
}
