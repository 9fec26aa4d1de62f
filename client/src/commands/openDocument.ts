/** "Open": a published document, read-only, in the version of the node; of a document the default one. */

import type { Documents } from '../documents/index.ts';
import type { DocumentSubject } from '../views/documents.ts';
import type { Subject } from '../views/subject.ts';
import type { Command } from './index.ts';

/** What a command is given of a published document, with its connection. */
export type OfDocument = Subject & DocumentSubject;

export const openDocument: Command = {
  id: 'opswright.openDocument',
  run: ({ documents }, subject: OfDocument) => openPublished(documents, subject),
};

/** @param format - as published where absent. */
export function openPublished({ texts }: Documents, { connection, document, version }: OfDocument, format?: string) {
  const wanted = { ...(version !== undefined && { version }), ...(format !== undefined && { format }) };
  return texts.open(connection, document.name, wanted);
}
