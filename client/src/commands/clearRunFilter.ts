/** "Show All Runs": ends the filter of the Runs view. */

import type { Command } from './index.ts';

export const clearRunFilter: Command = {
  id: 'opswright.clearRunFilter',
  run({ runs }) {
    runs.filter = {};
  },
};
