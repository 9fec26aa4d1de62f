/**
 * What is below a managed node: its facts, and sections that are read when they are opened. Opening a node costs two
 * requests, one for the agent and one for the counts of patches; either may be denied, and the rest stays.
 */

import type { InstanceInformation, InstancePatchState, SSM } from '@aws-sdk/client-ssm';
import type { Connection } from '../../aws/connection.ts';
import type { Connections } from '../../aws/connections.ts';
import type { TreeNode } from '../tree.ts';
import { associationsSection } from './associations.ts';
import { inventorySection } from './inventory.ts';
import type { ManagedNode } from './nodes.ts';
import { patchesSection } from './patches.ts';
import { platformIcon } from './platformGroups.ts';
import { recentCommandsSection } from './recentCommands.ts';
import { sessionsSection } from './sessions.ts';
import { ago, platformWords, stateWords } from './words.ts';

/** A node of which a section is made, with a way to call. */
export interface Opened {
  readonly node: ManagedNode;
  readonly connection: Connection;
  /** Asked each time. */
  ssm(): Promise<SSM>;
}

export async function sectionsOf(
  node: ManagedNode,
  connection: Connection,
  connections: Connections,
): Promise<TreeNode[]> {
  const opened: Opened = { node, connection, ssm: async () => (await connections.clients(connection)).ssm };
  const ssm = await opened.ssm();
  const [information, patches] = await Promise.all([
    ifAllowed(informationOf(ssm, node.id)),
    ifAllowed(patchesOf(ssm, node.id)),
  ]);
  return [
    ...factsOf(node, information),
    patchesSection(opened, patches),
    associationsSection(opened, information),
    inventorySection(opened),
    sessionsSection(opened),
    recentCommandsSection(opened),
  ];
}

async function informationOf(ssm: SSM, id: string): Promise<InstanceInformation | undefined> {
  const answer = await ssm.describeInstanceInformation({ Filters: [{ Key: 'InstanceIds', Values: [id] }] });
  return answer.InstanceInformationList?.[0];
}

async function patchesOf(ssm: SSM, id: string): Promise<InstancePatchState | 'never'> {
  return (await ssm.describeInstancePatchStates({ InstanceIds: [id] })).InstancePatchStates?.[0] ?? 'never';
}

/** What cannot be read is left out: the connection tells why, once, and the section itself when it is opened. */
async function ifAllowed<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch(() => undefined);
}

function factsOf(node: ManagedNode, information: InstanceInformation | undefined): TreeNode[] {
  const now = Date.now();
  const ping = information?.PingStatus ?? node.ping;
  const lost = ping !== 'Online';
  const role = node.role?.split('/').at(-1);
  const facts: (TreeNode | false | undefined)[] = [
    {
      id: 'ping',
      label: stateWords(ping),
      description: `last ping ${ago(information?.LastPingDateTime ?? node.lastPing, now)}`,
      icon: lost ? { name: 'warning', color: 'list.warningForeground' } : 'pulse',
      ...(lost && {
        context: 'lost',
        subject: { nodeId: node.id, name: node.name },
      }),
    },
    node.agent !== undefined && {
      id: 'agent',
      label: `Agent ${node.agent}`,
      ...agentState(information?.IsLatestVersion),
    },
    node.platform !== undefined && {
      id: 'platform',
      label: platformWords(node.platform, node.platformVersion),
      ...(node.host !== undefined && node.host !== node.name && { description: node.host }),
      icon: platformIcon(`${node.platformType} ${node.platform}`),
    },
    node.ip !== undefined && {
      id: 'address',
      label: node.ip,
      description: [node.instanceType, node.state].filter(Boolean).join(' · '),
      icon: 'globe',
    },
    role !== undefined && { id: 'role', label: role, description: 'role', icon: 'key' },
  ];
  return facts.filter((fact) => typeof fact === 'object');
}

function agentState(latest: boolean | undefined): Pick<TreeNode, 'description' | 'icon'> {
  if (latest === undefined) return { icon: 'versions' };
  return latest
    ? { description: 'up to date', icon: 'versions' }
    : { description: 'outdated', icon: { name: 'versions', color: 'list.warningForeground' } };
}
