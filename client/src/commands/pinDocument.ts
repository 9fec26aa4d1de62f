/** "Pin": a document on top of the Documents view, for as long as it is wanted there. */

import type { Command } from './index.ts';
import type { OfDocument } from './openDocument.ts';

export const pinDocument: Command = {
  id: 'opswright.pinDocument',
  run: ({ documents: { kept } }, { connection, document }: OfDocument) => kept.pin(connection, document),
};
