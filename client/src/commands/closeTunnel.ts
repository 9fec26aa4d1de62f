/** "Close Tunnel": ends its session and frees its port. */

import type { Command } from './index.ts';
import { type TunnelSubject, tunnelFor } from './openTunnel.ts';

export const closeTunnel: Command = {
  id: 'opswright.closeTunnel',
  async run(app, given?: TunnelSubject) {
    const found = await tunnelFor(app, given, 'Close Tunnel', 'open');
    if (found) await app.tunnels.close(found.connection, found.entry.name);
  },
};
