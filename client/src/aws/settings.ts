/**
 * Connections by name: those of the settings, the demo account, and profiles. The setting `opswright.connection` names the
 * one that a workspace opens with.
 */

import { type Disposable, type LogOutputChannel, workspace } from 'vscode';
import { type Connection, connectionIn, demoId, environmentName, profileConnection } from './connection.ts';
import type { Connections } from './connections.ts';

/** As written in `opswright.connections`. */
interface Entry {
  name: string;
  profile?: string;
  region: string;
  endpoint?: string;
}

export const demoConnection: Connection = { id: demoId, kind: 'demo', region: 'eu-west-1' };

/** The connections of the settings; entries that lack a name or a Region are left out. */
export function configuredConnections(): Connection[] {
  const entries = workspace.getConfiguration('opswright').get<Partial<Entry>[]>('connections', []);
  return entries.flatMap(({ name, profile, region, endpoint }) =>
    name && region && name !== demoId ? [{ ...profileConnection(profile, region, endpoint), id: name }] : [],
  );
}

/** Reads the profiles of `~/.aws`; loads the SDK. */
export async function profiles() {
  const { readProfiles } = await import('./clients.ts');
  return readProfiles();
}

/**
 * The connection of a name: `demo`, one of the settings, that or a profile in a Region (`NAME@REGION`), or a profile that says
 * its Region. Undefined when there is none.
 */
export async function connectionNamed(name: string): Promise<Connection | undefined> {
  if (name === demoId) return demoConnection;
  const configured = (wanted: string) => configuredConnections().find(({ id }) => id === wanted);
  const known = configured(name);
  if (known) return known;
  const at = name.lastIndexOf('@');
  if (at > 0) {
    const [of, region] = [name.slice(0, at), name.slice(at + 1)];
    const own = configured(of);
    return own ? connectionIn(own, region) : profileConnection(of === environmentName ? undefined : of, region);
  }
  const profile = (await profiles()).find((each) => each.name === name);
  return profile?.region === undefined ? undefined : profileConnection(profile.name, profile.region);
}

/**
 * Opens the connection that the workspace names, when nothing is open yet, and has those that are open follow what the
 * settings say of them.
 */
export function openConfigured(connections: Connections, log: LogOutputChannel): Disposable {
  async function open(): Promise<void> {
    const name = workspace.getConfiguration('opswright').get<string>('connection', '');
    if (name === '' || connections.open.length > 0) return;
    const connection = await connectionNamed(name);
    // Reading profiles takes a moment, in which a person may have chosen.
    if (connections.open.length > 0) return;
    if (connection) connections.choose(connection);
    else
      log.warn(
        `The setting opswright.connection names "${name}", which is no connection and no profile with a Region.`,
      );
  }
  const openOrTell = () => open().catch((error) => log.error('The connection of the settings was not opened', error));
  connections.amend(configuredConnections());
  void openOrTell();
  return workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('opswright.connections')) connections.amend(configuredConnections());
    if (change.affectsConfiguration('opswright.connection')) void openOrTell();
  });
}
