/** "Refresh": reads a view, a part of it, or all of them anew. */

import type { Command } from './index.ts';

export const refresh: Command = {
  id: 'opswright.refresh',
  run({ trees }, place?: { view?: string; path?: string }) {
    return place?.view ? trees.of(place.view).refresh(place.path) : trees.refresh();
  },
};
