/** "Refresh": reads all views anew. A button above a view hands over the line that has the focus, which is not meant here. */

import type { Command } from './index.ts';

export const refresh: Command = {
  id: 'opswright.refresh',
  run: ({ trees }) => trees.refresh(),
};
