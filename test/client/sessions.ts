/** Sessions with pretend nodes, for the suites: a node that is online, and a terminal of ours without its window. */

import assert from 'node:assert/strict';
import { sessionCalls } from '../../client/src/sessions/sessionCalls.ts';
import { type SessionTerminalOptions, sessionTerminal } from '../../client/src/sessions/terminal.ts';
import { app, type PretendAccount } from './account.ts';

/** Waits until it is so. */
export async function until(what: () => boolean | Promise<boolean>, words: string | (() => string)): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await what())) {
    assert.ok(Date.now() < end, `Not in time: ${typeof words === 'string' ? words : words()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface OnlineNode {
  nodeId: string;
  name: string;
}

export async function onlineNode({ connection }: PretendAccount): Promise<OnlineNode> {
  const { connections } = await app();
  const { ssm } = await connections.clients(connection);
  const { InstanceInformationList: nodes = [] } = await ssm.describeInstanceInformation({});
  const node = nodes.find((each) => each.PingStatus === 'Online' && each.PlatformType === 'Linux');
  return { nodeId: node?.InstanceId ?? '', name: node?.ComputerName ?? '' };
}

/** How many sessions an account has, that go on or are over. */
export async function sessionsOf(
  { connection }: Pick<PretendAccount, 'connection'>,
  State: 'Active' | 'History',
): Promise<number> {
  const { connections } = await app();
  const { ssm } = await connections.clients(connection);
  return (await ssm.describeSessions({ State })).Sessions?.length ?? 0;
}

export interface Terminal {
  pty: ReturnType<typeof sessionTerminal>;
  /** All that it has shown. */
  shown(): string;
  /** Its names, in order. */
  names: string[];
  type(text: string): void;
  /** Resolves once the end of what it has shown matches. */
  shows(pattern: RegExp): Promise<void>;
}

export interface Asked extends Partial<Omit<SessionTerminalOptions, 'name' | 'target' | 'calls'>> {
  DocumentName?: string;
  Parameters?: Record<string, string[]>;
}

/** A terminal of ours without its window. */
export async function withTerminal(
  account: PretendAccount,
  { DocumentName, Parameters, ...options }: Asked,
  use: (terminal: Terminal) => Promise<void>,
): Promise<void> {
  const { connections } = await app();
  const { nodeId, name } = await onlineNode(account);
  let shown = '';
  const names: string[] = [];
  const asked = { Target: nodeId, ...(DocumentName && { DocumentName }), ...(Parameters && { Parameters }) };
  const pty = sessionTerminal({
    name,
    target: nodeId,
    calls: sessionCalls(connections, account.connection, asked),
    idleMinutes: () => undefined,
    idling: () => undefined,
    ...options,
  });
  pty.onDidWrite((text) => {
    shown += text;
  });
  pty.onDidChangeName?.((text) => names.push(text));
  pty.open({ columns: 100, rows: 30 });
  try {
    await use({
      pty,
      shown: () => shown,
      names,
      type: (text) => pty.handleInput?.(text),
      shows: (pattern) =>
        until(
          () => pattern.test(shown.slice(-4000)),
          () => `${pattern} in ${JSON.stringify(shown.slice(-1000))}`,
        ),
    });
  } finally {
    pty.close();
  }
}
