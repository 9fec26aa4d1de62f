/** "Make the Default Version": what runs take that name no version. */

import { window } from 'vscode';
import type { Command } from './index.ts';
import type { OfDocument } from './openDocument.ts';

export const setDefaultVersion: Command = {
  id: 'opswright.setDefaultVersion',
  async run({ connections, documents, trees }, { connection, document: { name }, version }: OfDocument) {
    if (version === undefined) return;
    const { ssm } = await connections.clients(connection);
    await ssm.updateDocumentDefaultVersion({ Name: name, DocumentVersion: version });
    documents.local.forget(name);
    await trees.of('opswright.documents').refresh();
    void window.showInformationMessage(`Runs of ${name} that name no version take version ${version} now.`);
  },
};
