/** "Copy Address" of a tunnel that is open. */

import { env } from 'vscode';
import type { Command } from './index.ts';
import { type TunnelSubject, tunnelFor } from './openTunnel.ts';

export const copyTunnelAddress: Command = {
  id: 'opswright.copyTunnelAddress',
  async run(app, given?: TunnelSubject) {
    const found = await tunnelFor(app, given, 'Copy Address');
    if (found)
      await env.clipboard.writeText(`127.0.0.1:${app.tunnels.status(found.connection, found.entry.name).port}`);
  },
};
