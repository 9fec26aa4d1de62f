/** "Open in Browser": the page behind a tunnel, which is opened where it is not. */

import { env, Uri } from 'vscode';
import { pageAddress } from '../sessions/pageAddress.ts';
import type { Command } from './index.ts';
import { type TunnelSubject, tunnelFor } from './openTunnel.ts';

export const browseTunnel: Command = {
  id: 'opswright.browseTunnel',
  async run(app, given?: TunnelSubject) {
    const found = await tunnelFor(app, given, 'Open in Browser');
    const { port = 0 } = found ? await app.tunnels.open(found.connection, found.entry) : {};
    if (found && port > 0) await env.openExternal(Uri.parse(pageAddress(port, found.entry.port)));
  },
};
