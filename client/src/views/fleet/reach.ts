/**
 * "Why can't I reach this node?": what is known of it, held against the usual causes in the order in which they are worth
 * looking at. Free of `vscode` and of the SDK; what was not to be found out is said to be unknown.
 */

import { ago, stateWords } from './words.ts';

/** What was found out; undefined for what was not. */
export interface ReachFacts {
  readonly id: string;
  readonly now: number;
  /** False for an id that Systems Manager does not list. */
  readonly managed?: boolean | undefined;
  readonly name?: string | undefined;
  readonly ping?: string | undefined;
  readonly lastPing?: number | undefined;
  readonly agent?: string | undefined;
  readonly latestAgent?: boolean | undefined;
  readonly platform?: string | undefined;
  readonly platformVersion?: string | undefined;
  /** The state of an EC2 instance, such as `stopped`. */
  readonly state?: string | undefined;
  /** What AWS Config has of the instance; `unseen` proves nothing, for it may not record EC2. */
  readonly recorded?: 'present' | 'deleted' | 'unseen' | undefined;
  readonly role?: string | undefined;
  /** The role of Default Host Management Configuration; '' while it is off. */
  readonly defaultRole?: string | undefined;
  /** The answer of `GetConnectionStatus`. */
  readonly connected?: boolean | undefined;
  /** Where it stands, as AWS Config recorded it. */
  readonly subnet?: string | undefined;
  readonly vpc?: string | undefined;
  /** The instance metadata service, which gives the agent its credentials. */
  readonly metadata?: boolean | undefined;
  /** What could not be asked, in words. */
  readonly refused: readonly string[];
}

export interface Check {
  /** A statement that holds on a node that works. */
  readonly title: string;
  /** The same where it does not hold. */
  readonly fails: string;
  /** Whether it holds; undefined where that is not known. */
  readonly holds: boolean | undefined;
  /** What was found. */
  readonly found: string;
  /** What to do when it does not hold, or how to find out. */
  readonly mend: string;
}

/** The checks of a node, the ones to begin with first. */
export function reachChecks(facts: ReachFacts): Check[] {
  const hybrid = facts.id.startsWith('mi-');
  return [
    ...(hybrid ? [] : [runs(facts)]),
    registered(facts, hybrid),
    heardOf(facts),
    channel(facts),
    hybrid ? hybridRole(facts) : instanceRole(facts),
    ...(hybrid ? [] : [metadata(facts)]),
    network(facts),
    agent(facts),
    machine(hybrid),
  ];
}

function runs({ state, recorded }: ReachFacts): Check {
  const mend = 'Check the id, the account and the Region of the connection.';
  const title = 'The instance is running';
  if (recorded === 'deleted')
    return {
      title,
      fails: 'The instance is deleted',
      holds: false,
      found: 'AWS Config has recorded that it was deleted.',
      mend,
    };
  const fails = 'The instance is not running';
  if (state === undefined && recorded === 'unseen')
    return { title, fails, holds: undefined, found: 'Not seen by AWS Config (it may not record EC2).', mend };
  return {
    title,
    fails,
    holds: state ? state === 'running' : undefined,
    found: state ? `EC2 says ${state}.` : '',
    mend: 'Start the instance. A node is heard of again a few minutes after it has started.',
  };
}

function registered({ managed }: ReachFacts, hybrid: boolean): Check {
  return {
    title: 'It is registered as a managed node',
    fails: 'It is no managed node of this account and Region',
    holds: managed,
    found: managed === false ? 'Systems Manager does not list this id.' : managed ? 'Systems Manager lists it.' : '',
    mend: hybrid
      ? 'Register the server again with an activation (`amazon-ssm-agent -register`): a node that was deregistered does not come back by itself.'
      : 'An instance registers by itself once its agent runs, has a role and reaches the service: the checks below. Check the account and the Region too.',
  };
}

function heardOf({ ping, lastPing, now, managed }: ReachFacts): Check {
  return {
    title: 'Its agent is heard of',
    fails: 'Its agent is silent',
    holds: managed === false ? false : ping === undefined ? undefined : ping === 'Online',
    found: ping
      ? `${stateWords(ping)}; last ping ${ago(lastPing, now)}${lastPing ? ` (${moment(lastPing)})` : ''}.`
      : '',
    mend: 'Look at what changed on the node or its network at that time. On the node: `systemctl status amazon-ssm-agent`, or `Get-Service AmazonSSMAgent`.',
  };
}

function channel({ connected, ping }: ReachFacts): Check {
  const online = ping === 'Online';
  return {
    title: 'It holds a channel for sessions and commands',
    fails: 'It holds no channel for sessions and commands',
    holds: connected,
    found: connected === undefined ? '' : connected ? 'Connected.' : 'Not connected.',
    mend: online
      ? 'A node that is online and holds no channel does not reach `ssmmessages.<region>.amazonaws.com`, or its role lacks the `ssmmessages:*` actions.'
      : 'The agent opens its channel by itself once it is heard of again: mend that first. The channel needs `ssmmessages.<region>.amazonaws.com` and the `ssmmessages:*` actions.',
  };
}

function instanceRole({ role, defaultRole, managed, ping }: ReachFacts): Check {
  const works = managed && ping === 'Online';
  return {
    title: 'It has a role that allows Systems Manager',
    fails: 'It has no role',
    holds: works ? true : role === '' && defaultRole === '' ? false : undefined,
    found: role
      ? `The instance profile is ${role}. Whether its policies allow enough is not known.`
      : role === ''
        ? `No instance profile.${defaultRole ? ` Default Host Management gives it the role ${defaultRole}.` : ''}`
        : '',
    mend: 'Attach an instance profile whose role has the policy `AmazonSSMManagedInstanceCore`, or switch on Default Host Management Configuration, which needs agent 3.2.582.0 and IMDSv2. Restart the agent afterwards.',
  };
}

function hybridRole({ role, managed, ping }: ReachFacts): Check {
  return {
    title: 'The role of its activation allows Systems Manager',
    fails: 'The role of its activation does not allow Systems Manager',
    holds: managed && ping === 'Online' ? true : undefined,
    found: role ? `It was registered with the role ${role}.` : '',
    mend: 'The role needs the policy `AmazonSSMManagedInstanceCore` and must trust `ssm.amazonaws.com`. A role that was deleted ends the node for good: register it again.',
  };
}

function metadata({ metadata: on }: ReachFacts): Check {
  return {
    title: 'The instance metadata service is on',
    fails: 'The instance metadata service is off',
    holds: on,
    found: on === false ? 'It is switched off for this instance.' : '',
    mend: 'The agent gets its credentials from it: switch it on (`ModifyInstanceMetadataOptions`, `HttpEndpoint` enabled). Inside containers the hop limit must be 2.',
  };
}

function network({ subnet, vpc, ping }: ReachFacts): Check {
  return {
    title: 'It reaches the service by HTTPS',
    fails: 'It does not reach the service by HTTPS',
    holds: ping === 'Online' ? true : undefined,
    found: subnet ? `It is in ${subnet}${vpc ? ` of ${vpc}` : ''}.` : '',
    mend: 'Port 443 outwards to `ssm`, `ssmmessages` and `ec2messages` of the Region: a route to the internet or a NAT gateway, or VPC endpoints with private DNS whose security group lets the node in. On the node: `ssm-cli get-diagnostics --output table`.',
  };
}

function agent({ agent: version, latestAgent }: ReachFacts): Check {
  return {
    title: 'Its agent is up to date',
    fails: 'Its agent is old',
    holds: latestAgent || undefined,
    found: version
      ? `Agent ${version}${latestAgent === undefined ? '' : latestAgent ? ', the latest' : ', not the latest'}.`
      : '',
    mend: 'Run AWS-UpdateSSMAgent once the node is back, or install the agent anew. A very old agent cannot reach new Regions and lacks features.',
  };
}

function machine(hybrid: boolean): Check {
  return {
    title: 'The machine itself is well',
    fails: 'The machine itself is not well',
    holds: undefined,
    found: '',
    mend: `A clock that is off by more than 15 minutes, a full disk, a proxy that the agent does not know of (\`NO_PROXY\` must have 169.254.169.254), or ${hybrid ? 'a copied machine with the same fingerprint' : 'an image that was taken with the agent registered'}. The log: \`/var/log/amazon/ssm/amazon-ssm-agent.log\`, or \`%PROGRAMDATA%\\Amazon\\SSM\\Logs\`.`,
  };
}

/** Such as `2026-01-05 09:00 UTC`. */
function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
