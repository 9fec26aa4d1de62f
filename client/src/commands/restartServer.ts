/** "Opswright: Restart Server": a new server process, also when the old one hangs or has crashed. */

import { ProgressLocation, window } from 'vscode';
import type { Command } from './index.ts';

export const restartServer: Command = {
  id: 'opswright.restartServer',
  run: ({ server }) =>
    window.withProgress({ location: ProgressLocation.Window, title: 'Opswright: restarting the server' }, () =>
      server.restart(),
    ),
};
