/** "Unpin": a document stands only where it belongs. */

import type { Command } from './index.ts';
import type { OfDocument } from './openDocument.ts';

export const unpinDocument: Command = {
  id: 'opswright.unpinDocument',
  run: ({ documents: { kept } }, { connection, document }: OfDocument) => kept.unpin(connection, document.name),
};
