/** "Opswright: Show Output": the log of client and server. */

import type { Command } from './index.ts';

export const showOutput: Command = {
  id: 'opswright.showOutput',
  run: ({ log }) => log.show(),
};
