/** Opens terminals on nodes: with our own end of the session, or with AWS's plug-in where the settings ask for it. */

import type { StartSessionCommandInput } from '@aws-sdk/client-ssm';
import { ProgressLocation, type Terminal, ThemeIcon, window, workspace } from 'vscode';
import { checksCertificates } from '../aws/certificates.ts';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { readFault } from '../aws/fault.ts';
import type { NodeChoice } from './nodes.ts';
import { pluginTerminal } from './pluginTerminal.ts';
import { hasPreferences, preferencesDocument, readPreferences } from './preferences.ts';
import { sessionCalls } from './sessionCalls.ts';
import type { SessionTerminal } from './terminal.ts';

/** Terminals of ours that are open. */
const terminals = new WeakMap<Connections, Set<SessionTerminal>>();

/** Closes all, with their sessions: a window that goes tells its terminals nothing, and the sessions would stay until they are idle. */
export async function closeShells(connections: Connections): Promise<void> {
  await Promise.all([...(terminals.get(connections) ?? [])].map((each) => each.shut()));
}

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
  const open = terminals.get(connections) ?? new Set();
  terminals.set(connections, open);
  const pty = sessionTerminal({
    name,
    target: input.Target,
    world: worldThrough({ checksCertificates }),
    calls: sessionCalls(connections, connection, input),
    idleMinutes: idleMinutes(connections, connection, input.DocumentName),
    idling(minutes) {
      const left = minutes < 1 ? 'less than a minute' : minutes < 1.5 ? 'a minute' : `${Math.round(minutes)} minutes`;
      const words = `${name}: without a key the session ends in ${left}.`;
      void window.showWarningMessage(words, 'Show Terminal').then((choice) => choice && terminal.show());
    },
    closed: () => open.delete(pty),
    // Not in the terminal: a program that fills the screen would be overwritten.
    cutOff(over) {
      const title = `${name}: the connection was cut, reconnecting`;
      void window.withProgress({ location: ProgressLocation.Window, title }, () => over);
    },
  });
  open.add(pty);
  const terminal = window.createTerminal({ name, pty, iconPath: new ThemeIcon('vm'), isTransient: true });
  return terminal;
}

/** The idle time-out of a session; asked for when it has been idle for a while, and once. */
function idleMinutes(connections: Connections, connection: Connection, document?: string): () => number | undefined {
  let asked = false;
  let minutes: number | undefined;
  return () => {
    if (!asked) {
      asked = true;
      void readIdleMinutes(connections, connection, document).then((read) => {
        minutes = read;
      });
    }
    return minutes;
  };
}

/** A document of one's own may have preferences of its own; else those of the account hold. Undefined: they are not told. */
async function readIdleMinutes(
  connections: Connections,
  connection: Connection,
  document: string | undefined,
): Promise<number | undefined> {
  try {
    const { ssm } = await connections.clients(connection);
    for (const Name of [...(document === undefined ? [] : [document]), preferencesDocument]) {
      const { Content } = await ssm.getDocument({ Name, DocumentFormat: 'JSON' });
      if (Name === preferencesDocument || hasPreferences(Content)) return readPreferences(Content).idleMinutes;
    }
    return undefined;
  } catch (error) {
    // An account without the document has the service's own values; who may not read it is not told when the session ends.
    return readFault(error).kind === 'refused' ? readPreferences(undefined).idleMinutes : undefined;
  }
}
