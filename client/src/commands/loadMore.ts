/** "Load More": the next page of a list, from the line at its end. */

import type { Command } from './index.ts';

export const loadMore: Command = {
  id: 'opswright.loadMore',
  run: ({ trees }, { view, path }: { view: string; path: string }) => trees.of(view).more(path),
};
