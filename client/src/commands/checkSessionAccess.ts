/**
 * "Check Session Access": what could keep a session with a node from coming about, before one is started: the node, its
 * agent, permissions and the preferences of the account. Each finding has its mend.
 */

import { env, type QuickPickItem, window } from 'vscode';
import type { Clients } from '../aws/clients.ts';
import { readFault } from '../aws/fault.ts';
import { type GivenNode, type NodeChoice, nodeFor } from '../sessions/nodes.ts';
import { preferencesDocument, readPreferences } from '../sessions/preferences.ts';
import { type Finding, type NodeFacts, nodeFindings, preferenceFindings } from '../sessions/preflight.ts';
import { openShell } from '../sessions/shells.ts';
import type { Command } from './index.ts';

const icons: Record<Finding['state'], string> = { fine: '$(pass)', note: '$(info)', fault: '$(error)' };

interface Line extends QuickPickItem {
  run?(): unknown;
}

export const checkSessionAccess: Command = {
  id: 'opswright.checkSessionAccess',
  async run({ connections }, given?: GivenNode) {
    const node = await nodeFor(connections, given, 'Check Session Access');
    if (!node) return;
    const { ssm } = await connections.clients(node.connection);
    const looked = findingsOf(ssm, node);
    const lines = looked.then((findings): Line[] => [
      ...findings.map(({ state, title, detail }) => ({
        label: `${icons[state]} ${title}`,
        ...(detail !== '' && { detail, run: () => env.clipboard.writeText(`${title}\n${detail}`) }),
      })),
      {
        label: '$(beaker) Try it: start a session and end it at once',
        detail: 'Tells whether ssm:StartSession is allowed here. It leaves an entry in the history.',
        run: () => tryIt(ssm, node, () => openShell(connections, node)),
      },
    ]);
    const picked = await window.showQuickPick(lines, {
      title: `Session Access: ${node.name}`,
      placeHolder: 'A line is copied when it is picked',
      matchOnDetail: true,
    });
    await picked?.run?.();
  },
};

/** All findings about a node. What the caller may not ask is a finding too. */
export async function findingsOf(ssm: Clients['ssm'], { nodeId }: Pick<NodeChoice, 'nodeId'>): Promise<Finding[]> {
  const denied: Finding[] = [];
  const asked = async <T>(what: Promise<T>): Promise<T | undefined> => {
    try {
      return await what;
    } catch (error) {
      const { kind, title, detail } = readFault(error);
      if (kind === 'denied') denied.push({ state: 'fault', title, detail });
      else if (kind !== 'refused') throw error;
      return undefined;
    }
  };
  const Filters = [{ Key: 'InstanceIds', Values: [nodeId] }];
  const [described, status, preferences] = await Promise.all([
    asked(ssm.describeInstanceInformation({ Filters })),
    asked(ssm.getConnectionStatus({ Target: nodeId })),
    asked(ssm.getDocument({ Name: preferencesDocument, DocumentFormat: 'JSON' })),
  ]);
  const found = described?.InstanceInformationList?.[0];
  const facts: NodeFacts = {
    nodeId,
    connected: status === undefined ? undefined : status.Status === 'connected',
    ...(found && {
      known: {
        ping: found.PingStatus ?? '',
        agentVersion: found.AgentVersion ?? '',
        platform: found.PlatformType ?? '',
        name: found.ComputerName || found.Name || nodeId,
      },
    }),
  };
  const unread = denied.some(({ title }) => title.includes('GetDocument'));
  return [
    ...denied,
    ...(described === undefined ? [] : nodeFindings(facts)),
    ...preferenceFindings(unread ? undefined : readPreferences(preferences?.Content), facts.known?.platform ?? ''),
  ];
}

async function tryIt(ssm: Clients['ssm'], { nodeId, name }: NodeChoice, open: () => unknown): Promise<void> {
  const { SessionId = '' } = await ssm.startSession({ Target: nodeId, Reason: 'Check of access by Opswright' });
  await ssm.terminateSession({ SessionId });
  const choice = await window.showInformationMessage(
    `Sessions with ${name} can be started and ended.`,
    'Start Session',
  );
  if (choice) await open();
}
