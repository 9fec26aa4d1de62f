/** "Open Tunnel": one that the settings name, from its line or picked. */

import { commands, env, Uri, window } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import { currentConnection } from '../aws/currentConnection.ts';
import { pageAddress } from '../sessions/pageAddress.ts';
import type { TunnelEntry } from '../sessions/tunnels.ts';
import type { App, Command } from './index.ts';

/** What the line of a tunnel hands to a command. */
export interface TunnelSubject {
  connection: Connection;
  tunnel: string;
}

export const openTunnel: Command = {
  id: 'opswright.openTunnel',
  async run(app, given?: TunnelSubject) {
    const found = await tunnelFor(app, given, 'Open Tunnel', 'closed');
    if (found) await openKept(app, found.connection, found.entry);
  },
};

/** The tunnel that a command is for; undefined when nothing was picked. `which`: those that it can be for. */
export async function tunnelFor(
  { connections, tunnels }: App,
  given: TunnelSubject | undefined,
  title: string,
  which: 'open' | 'closed' | 'any' = 'any',
): Promise<{ connection: Connection; entry: TunnelEntry } | undefined> {
  const connection = given?.connection ?? (await currentConnection({ connections }));
  if (connection === undefined) return undefined;
  const kept = tunnels.of(connection);
  if (given?.tunnel !== undefined) {
    const entry = kept.find(({ name }) => name === given.tunnel);
    return entry && { connection, entry };
  }
  const isOpen = ({ name }: TunnelEntry): boolean => tunnels.status(connection, name).state !== 'closed';
  const fit = kept.filter((entry) => which === 'any' || isOpen(entry) === (which === 'open'));
  if (fit.length === 0) throw new Error(nothingFits(kept.length, which));
  const items = fit.map((entry) => ({
    label: entry.name,
    description: `${entry.host ?? entry.node}:${entry.port}`,
    entry,
  }));
  const picked = await window.showQuickPick(items, { title, placeHolder: 'Which tunnel?' });
  return picked && { connection, entry: picked.entry };
}

function nothingFits(kept: number, which: string): string {
  if (kept === 0) return 'There is no tunnel yet. "Forward Port" makes one.';
  return which === 'open' ? 'No tunnel is open. "Open Tunnel" opens one.' : 'Every tunnel is open already.';
}

/** Opens a tunnel and says where it is. */
export async function openKept({ tunnels }: App, connection: Connection, entry: TunnelEntry): Promise<void> {
  // Before it is open: its line says how far it is, and what is wrong.
  await commands.executeCommand('opswright.tunnels.focus');
  const { port } = await tunnels.open(connection, entry);
  // Closed by somebody while it was being opened.
  if (port === 0) return;
  const address = `127.0.0.1:${port}`;
  const browse = 'Open in Browser';
  const copy = 'Copy Address';
  const words = `${address} leads to ${entry.host ?? entry.node}:${entry.port}.`;
  void window.showInformationMessage(words, browse, copy).then((choice) => {
    if (choice === browse) void env.openExternal(Uri.parse(pageAddress(port, entry.port)));
    if (choice === copy) void env.clipboard.writeText(address);
  });
}
