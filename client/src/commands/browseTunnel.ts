/** "Open in Browser": the page behind a tunnel. */

import { env, Uri } from 'vscode';
import type { Command } from './index.ts';
import { type TunnelSubject, tunnelFor } from './openTunnel.ts';

export const browseTunnel: Command = {
  id: 'opswright.browseTunnel',
  async run(app, given?: TunnelSubject) {
    const found = await tunnelFor(app, given, 'Open in Browser');
    const port = found && app.tunnels.status(found.connection, found.entry.name).port;
    if (port) await env.openExternal(Uri.parse(`http://127.0.0.1:${port}/`));
  },
};
