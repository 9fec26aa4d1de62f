/** A managed node as a line of the Fleet view, and what is said when somebody points at it. */

import { MarkdownString } from 'vscode';
import type { Connection } from '../../aws/connection.ts';
import type { Connections } from '../../aws/connections.ts';
import type { TreeNode } from '../tree.ts';
import { findNode, type ManagedNode } from './nodes.ts';
import { sectionsOf } from './sections.ts';
import { ago, platformWords, spaced, stateWords, table } from './words.ts';

/** What commands get of a node. */
export interface NodeSubject {
  nodeId: string;
  name: string;
  /** `Linux`, `Windows`, `MacOS`; undefined where the service does not say. */
  platform: string | undefined;
  online: boolean;
  agentVersion: string | undefined;
  ip: string | undefined;
}

const icons: Readonly<Record<string, NonNullable<TreeNode['icon']>>> = {
  Online: { name: 'vm-running', color: 'testing.iconPassed' },
  ConnectionLost: { name: 'vm-outline', color: 'list.warningForeground' },
};

export function nodeLine(node: ManagedNode, connection: Connection, connections: Connections): TreeNode {
  const { id, name, platformType, ping, agent, ip } = node;
  const online = ping === 'Online';
  const platform = platformWords(node.platform, node.platformVersion);
  const subject: NodeSubject = { nodeId: id, name, platform: platformType, online, agentVersion: agent, ip };
  return {
    id,
    label: name,
    description: [!online && stateWords(ping).toLowerCase(), platform, name !== id && id].filter(Boolean).join(' · '),
    spoken: stateWords(ping).toLowerCase(),
    icon: (ping && icons[ping]) || { name: 'vm', color: 'disabledForeground' },
    context: ['node', online && 'online', platformType?.toLowerCase(), isHybrid(id) ? 'hybrid' : 'ec2']
      .filter(Boolean)
      .join(' '),
    subject,
    longTooltip: () => tooltip(node),
    read: async () => {
      const found = await findNode((await connections.clients(connection)).ssm, id);
      if (!found) throw new Error(`${name} (${id}) is no managed node any longer.`);
      return nodeLine(found, connection, connections);
    },
    children: () => sectionsOf(node, connection, connections),
  };
}

/** Registered by an activation: a server elsewhere. */
export function isHybrid(id: string): boolean {
  return id.startsWith('mi-');
}

function tooltip(node: ManagedNode): MarkdownString {
  const now = Date.now();
  const rows: [string, string | undefined][] = [
    ['ID', node.id],
    ['State', `${stateWords(node.ping)}, last ping ${ago(node.lastPing, now)}`],
    ['Agent', node.agent],
    ['Platform', platformWords(node.platform, node.platformVersion)],
    ['Host', node.host],
    ['Address', node.ip],
    ['Instance', [node.instanceType, node.state].filter(Boolean).join(', ')],
    ['Role', node.role?.split('/').at(-1)],
    ['Associations', node.associations && `${spaced(node.associations)}, ${ago(node.lastAssociation, now)}`],
  ];
  return new MarkdownString(table([node.name, ''], rows));
}
