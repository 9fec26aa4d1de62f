/**
 * Opens terminals on nodes: with our own end of the session, or with AWS's plug-in where the settings ask for it.
 *
 * The plug-in gets the token of its session in its environment, where no list of processes shows it.
 */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { StartSessionCommandInput } from '@aws-sdk/client-ssm';
import { type Terminal, ThemeIcon, window, workspace } from 'vscode';
import { checksCertificates } from '../aws/certificates.ts';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { readFault } from '../aws/fault.ts';
import type { NodeChoice } from './nodes.ts';
import { preferencesDocument, readPreferences } from './preferences.ts';
import { sessionCalls } from './sessionCalls.ts';

const pluginProgram = 'session-manager-plugin';
const responseVariable = 'AWS_SSM_START_SESSION_RESPONSE_OPSWRIGHT';

/** Opens a terminal; `asked` names another document than the account's preferences. */
export async function openShell(
  connections: Connections,
  { connection, nodeId, name }: NodeChoice,
  asked: Omit<StartSessionCommandInput, 'Target'> = {},
): Promise<Terminal> {
  const input = { Target: nodeId, ...asked };
  const terminal = workspace.getConfiguration('opswright').get('sessions.usePlugin', false)
    ? await pluginTerminal(connections, connection, name, input)
    : await ownTerminal(connections, connection, name, input);
  terminal.show();
  return terminal;
}

async function ownTerminal(
  connections: Connections,
  connection: Connection,
  name: string,
  input: StartSessionCommandInput & { Target: string },
): Promise<Terminal> {
  // Sockets are not the business of a window that opens none.
  const [{ sessionTerminal }, { worldThrough }] = await Promise.all([
    import('./terminal.ts'),
    import('../../../sessions/src/nodeWorld.ts'),
  ]);
  const pty = sessionTerminal({
    name,
    target: input.Target,
    world: worldThrough({ checksCertificates }),
    calls: sessionCalls(connections, connection, input),
    idleMinutes: idleMinutes(connections, connection),
    idling(minutes) {
      const words = `${name}: without a key the session ends in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`;
      void window.showWarningMessage(words, 'Show Terminal').then((choice) => choice && terminal.show());
    },
    wordsOf: (error) => readFault(error).detail,
  });
  const terminal = window.createTerminal({ name, pty, iconPath: new ThemeIcon('vm'), isTransient: true });
  return terminal;
}

/** The idle time-out of the account; asked for when a session has been idle for a while, and once. */
function idleMinutes(connections: Connections, connection: Connection): () => number | undefined {
  let asked = false;
  let minutes: number | undefined;
  return () => {
    if (!asked) {
      asked = true;
      connections
        .clients(connection)
        .then(({ ssm }) => ssm.getDocument({ Name: preferencesDocument, DocumentFormat: 'JSON' }))
        .then(({ Content }) => readPreferences(Content))
        // Who may not read them is not told when the session ends.
        .catch((error) => (readFault(error).kind === 'refused' ? readPreferences(undefined) : undefined))
        .then((preferences) => {
          minutes = preferences?.idleMinutes;
        });
    }
    return minutes;
  };
}

async function pluginTerminal(
  connections: Connections,
  connection: Connection,
  name: string,
  input: StartSessionCommandInput & { Target: string },
): Promise<Terminal> {
  try {
    await promisify(execFile)(pluginProgram, ['--version']);
  } catch {
    throw new Error(
      `${pluginProgram} is not on the PATH. Install it, or switch off the setting opswright.sessions.usePlugin.`,
    );
  }
  const { ssm } = await connections.clients(connection);
  const { SessionId, StreamUrl, TokenValue } = await ssm.startSession(input);
  const { profile = '', region } = connection;
  const endpoint = await endpointOf(ssm);
  return window.createTerminal({
    name,
    iconPath: new ThemeIcon('vm'),
    isTransient: true,
    shellPath: pluginProgram,
    shellArgs: [responseVariable, region, 'StartSession', profile, JSON.stringify(input), endpoint],
    env: { [responseVariable]: JSON.stringify({ SessionId, StreamUrl, TokenValue }) },
  });
}

/** Where the plug-in resumes and ends its session: the address that the client calls. */
async function endpointOf(ssm: Awaited<ReturnType<Connections['clients']>>['ssm']): Promise<string> {
  const { endpoint, endpointProvider, region, useFipsEndpoint, useDualstackEndpoint } = ssm.config;
  const given = await endpoint?.();
  if (given) return `${given.protocol}//${given.hostname}${given.port ? `:${given.port}` : ''}${given.path}`;
  const { url } = endpointProvider({
    Region: await region(),
    UseFIPS: await useFipsEndpoint(),
    UseDualStack: await useDualstackEndpoint(),
  });
  return url.href;
}
