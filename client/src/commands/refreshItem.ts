/** "Refresh" of a line: reads it and what is below it anew. */

import type { Command } from './index.ts';

export const refreshItem: Command = {
  id: 'opswright.refreshItem',
  run: ({ trees }, { view, path }: { view: string; path?: string }) => trees.of(view).refresh(path),
};
