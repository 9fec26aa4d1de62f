/** "Copy Name": what runs and calls take; for a document of another account that is its ARN. */

import { env } from 'vscode';
import type { Command } from './index.ts';
import type { OfDocument } from './openDocument.ts';

export const copyDocumentName: Command = {
  id: 'opswright.copyDocumentName',
  run: (_app, { document }: OfDocument) => env.clipboard.writeText(document.name),
};
