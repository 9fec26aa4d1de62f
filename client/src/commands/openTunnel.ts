/** "Open Tunnel": one that the settings name, from its line or picked. */

import { commands, env, Uri, window } from 'vscode';
import type { Connection } from '../aws/connection.ts';
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
    const found = await tunnelFor(app, given, 'Open Tunnel');
    if (found) await openKept(app, found.connection, found.entry);
  },
};

/** The tunnel that a command is for; undefined when nothing was picked. */
export async function tunnelFor(
  { connections, tunnels }: App,
  given: TunnelSubject | undefined,
  title: string,
): Promise<{ connection: Connection; entry: TunnelEntry } | undefined> {
  const connection = given?.connection ?? connections.current;
  if (connection === undefined) throw new Error('No account is connected. Run "Choose Connection" first.');
  const kept = tunnels.of(connection);
  const name =
    given?.tunnel ??
    (
      await window.showQuickPick(
        kept.map((entry) => ({ label: entry.name, description: `${entry.host ?? entry.node}:${entry.port}` })),
        { title, placeHolder: kept.length === 0 ? 'There is none: "Forward Port" makes one' : 'Which tunnel?' },
      )
    )?.label;
  const entry = kept.find((each) => each.name === name);
  return entry && { connection, entry };
}

/** Opens a tunnel and says where it is. */
export async function openKept({ tunnels }: App, connection: Connection, entry: TunnelEntry): Promise<void> {
  const { port } = await tunnels.open(connection, entry);
  const address = `127.0.0.1:${port}`;
  const browse = 'Open in Browser';
  const copy = 'Copy Address';
  const words = `${address} leads to ${entry.host ?? entry.node}:${entry.port}.`;
  void window.showInformationMessage(words, browse, copy).then((choice) => {
    if (choice === browse) void env.openExternal(Uri.parse(`http://${address}/`));
    if (choice === copy) void env.clipboard.writeText(address);
  });
  await commands.executeCommand('opswright.tunnels.focus');
}
