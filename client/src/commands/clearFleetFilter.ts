/** "Show All Nodes": ends the filter of the Fleet view. */

import type { Command } from './index.ts';

export const clearFleetFilter: Command = {
  id: 'opswright.clearFleetFilter',
  run({ trees: { fleet } }) {
    fleet.filter = undefined;
  },
};
