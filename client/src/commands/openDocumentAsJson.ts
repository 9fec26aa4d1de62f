/** "Open as JSON": a published document that is written in the other format. */

import type { Command } from './index.ts';
import { type OfDocument, openPublished } from './openDocument.ts';

export const openDocumentAsJson: Command = {
  id: 'opswright.openDocumentAsJson',
  run: ({ documents }, subject: OfDocument) => openPublished(documents, subject, 'JSON'),
};
