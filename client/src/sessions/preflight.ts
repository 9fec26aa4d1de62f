/**
 * What could keep a session with a node from coming about, each with its mend. Functions from what the account says to plain
 * findings; free of `vscode`.
 *
 * The versions are those at which the agent learned something, by the Session Manager user guide.
 */

import { atLeast } from '../../../channel/src/versions.ts';
import type { Preferences } from './preferences.ts';

export interface Finding {
  state: 'fine' | 'note' | 'fault';
  title: string;
  detail: string;
}

export interface NodeFacts {
  nodeId: string;
  /** Undefined for one that the account does not manage. */
  known?: { ping: string; agentVersion: string; platform: string; name: string };
  /** As `GetConnectionStatus` says; undefined when that could not be asked. */
  connected: boolean | undefined;
}

const versions = { sessions: '2.3.68.0', ports: '2.3.672.0', remoteHosts: '3.1.1374.0', multiplexed: '3.0.197.0' };

/** The findings about a node, in the order in which to mend them. */
export function nodeFindings({ nodeId, known, connected }: NodeFacts): Finding[] {
  if (known === undefined)
    return [
      fault(
        `${nodeId} is no managed node here`,
        'Is it in this account and Region? An EC2 instance needs the agent, an instance profile with AmazonSSMManagedInstanceCore (or Default Host Management), and a way to the endpoints ssm and ssmmessages.',
      ),
    ];
  const findings: Finding[] = [];
  const online = known.ping === 'Online';
  findings.push(
    online
      ? fine(`${known.name} is online`, 'Its agent has spoken within the last minutes.')
      : fault(
          `${known.name} is not online: ${known.ping}`,
          'Is it running? Restart its agent (amazon-ssm-agent), and see that it reaches the endpoints ssm and ssmmessages of the Region on port 443.',
        ),
  );
  if (connected === false && online)
    findings.push(
      fault(
        'Session Manager has no connection to it',
        'The agent is online but not on ssmmessages: its role lacks ssmmessages:CreateControlChannel, OpenControlChannel, CreateDataChannel and OpenDataChannel, or the network keeps it from ssmmessages.REGION.amazonaws.com.',
      ),
    );
  return [...findings, ...agentFindings(known.agentVersion)];
}

function agentFindings(version: string): Finding[] {
  const update = 'Run AWS-UpdateSSMAgent on the node.';
  if (!atLeast(version, versions.sessions))
    return [fault(`Its agent ${version} has no sessions`, `They need ${versions.sessions}. ${update}`)];
  const missing = [
    ...(atLeast(version, versions.ports) ? [] : [`forwarded ports (${versions.ports})`]),
    ...(atLeast(version, versions.multiplexed) ? [] : [`several connections at once (${versions.multiplexed})`]),
    ...(atLeast(version, versions.remoteHosts) ? [] : [`remote hosts (${versions.remoteHosts})`]),
  ];
  if (missing.length === 0) return [fine(`Its agent ${version} has all that sessions need`, '')];
  return [note(`Its agent ${version} is old`, `It lacks ${missing.join(', ')}. ${update}`)];
}

/** The findings about the preferences of the account; undefined when they could not be read. */
export function preferenceFindings(preferences: Preferences | undefined, platform: string): Finding[] {
  if (preferences === undefined)
    return [
      note(
        'The preferences of sessions could not be read',
        'Allow ssm:GetDocument on SSM-SessionManagerRunShell to see them here.',
      ),
    ];
  const { idleMinutes, mostMinutes, kmsKeyId, bucket, logGroup, runAs } = preferences;
  const logs = [bucket && `the bucket ${bucket}`, logGroup && `the log group ${logGroup}`].filter(Boolean);
  return [
    ...(kmsKeyId === undefined
      ? [fine('No key of KMS is asked for', 'Sessions are encrypted by TLS.')]
      : [
          note(
            'Sessions are encrypted with a key of KMS',
            `You need kms:GenerateDataKey and the role of the node kms:Decrypt on ${kmsKeyId}.`,
          ),
        ]),
    ...(logs.length === 0
      ? [fine('Sessions are not written down', '')]
      : [
          note(
            `Shells are written to ${logs.join(' and ')}`,
            'The role of the node needs s3:PutObject there, or logs:CreateLogStream and logs:PutLogEvents. Forwarded ports and SSH are never written down.',
          ),
        ]),
    ...(runAs === undefined || platform === 'Windows'
      ? []
      : [
          note(
            runAs === '' ? 'Shells run as the user that your tag names' : `Shells run as ${runAs}`,
            `The user must exist on the node${runAs === '' ? ': the tag is SSMSessionRunAs, of your IAM user or role.' : '; a tag SSMSessionRunAs of your IAM user or role goes first.'}`,
          ),
        ]),
    fine(
      `A shell ends after ${idleMinutes} minutes without a key${mostMinutes === undefined ? '' : `, and after ${mostMinutes} in any case`}`,
      '',
    ),
  ];
}

const fine = (title: string, detail: string): Finding => ({ state: 'fine', title, detail });
const note = (title: string, detail: string): Finding => ({ state: 'note', title, detail });
const fault = (title: string, detail: string): Finding => ({ state: 'fault', title, detail });
