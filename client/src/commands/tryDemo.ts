/** "Try the Demo Account": opens the pretend account, and the fleet in it. */

import { commands } from 'vscode';
import { demoConnection } from '../aws/settings.ts';
import type { Command } from './index.ts';

export const tryDemo: Command = {
  id: 'opswright.tryDemo',
  async run({ connections }) {
    connections.choose(demoConnection);
    await commands.executeCommand('opswright.fleet.focus');
  },
};
