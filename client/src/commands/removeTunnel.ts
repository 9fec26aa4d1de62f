/** "Remove Tunnel": closes it and takes it out of the settings. */

import type { Command } from './index.ts';
import { type TunnelSubject, tunnelFor } from './openTunnel.ts';

export const removeTunnel: Command = {
  id: 'opswright.removeTunnel',
  async run(app, given?: TunnelSubject) {
    const found = await tunnelFor(app, given, 'Remove Tunnel');
    if (found) await app.tunnels.remove(found.connection, found.entry.name);
  },
};
