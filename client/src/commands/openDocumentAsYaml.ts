/** "Open as YAML": a published document that is written in the other format. */

import type { Command } from './index.ts';
import { type OfDocument, openPublished } from './openDocument.ts';

export const openDocumentAsYaml: Command = {
  id: 'opswright.openDocumentAsYaml',
  run: ({ documents }, subject: OfDocument) => openPublished(documents, subject, 'YAML'),
};
