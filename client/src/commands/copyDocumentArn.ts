/** "Copy ARN": as policies take it. */

import { env } from 'vscode';
import { arnOf } from '../documents/reference.ts';
import type { Command } from './index.ts';
import type { OfDocument } from './openDocument.ts';

export const copyDocumentArn: Command = {
  id: 'opswright.copyDocumentArn',
  run: (_app, { connection, document }: OfDocument) => env.clipboard.writeText(arnOf(document, connection.region)),
};
