/** "Copy Address" of a tunnel that is open. */

import { env } from 'vscode';
import type { Command } from './index.ts';
import { type TunnelSubject, tunnelFor } from './openTunnel.ts';

export const copyTunnelAddress: Command = {
  id: 'opswright.copyTunnelAddress',
  async run(app, given?: TunnelSubject) {
    const found = await tunnelFor(app, given, 'Copy Address', 'open');
    if (!found) return;
    const { port } = app.tunnels.status(found.connection, found.entry.name);
    if (port === 0) throw new Error(`The tunnel "${found.entry.name}" is not open, and has no address.`);
    await env.clipboard.writeText(`127.0.0.1:${port}`);
  },
};
