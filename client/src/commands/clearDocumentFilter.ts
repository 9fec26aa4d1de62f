/** "Show All Documents": ends the filter of the Documents view. */

import type { Command } from './index.ts';

export const clearDocumentFilter: Command = {
  id: 'opswright.clearDocumentFilter',
  run({ documents: { kept } }) {
    kept.filter = '';
  },
};
