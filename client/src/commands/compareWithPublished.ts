/** "Compare with the Published Document": the latest version against a file, of an editor or of the Documents view. */

import { commands, Uri, window } from 'vscode';
import { currentConnection } from '../aws/currentConnection.ts';
import { compareWithFile } from '../documents/compare.ts';
import { describeLatest } from '../documents/local.ts';
import type { LocalSubject } from '../views/localDocuments.ts';
import type { Subject } from '../views/subject.ts';
import type { App, Command } from './index.ts';
import { uriOf } from './publishDocument.ts';

export const compareWithPublished: Command = {
  id: 'opswright.compareWithPublished',
  async run(app, given?: Uri | (LocalSubject & Partial<Subject>)) {
    const uri = uriOf(given);
    const subject = given instanceof Uri ? undefined : given;
    if (uri === undefined) return;
    const connection = subject?.connection ?? (await currentConnection(app));
    if (connection === undefined) return;
    const name = subject?.name ?? app.documents.kept.publishedAs(connection, uri) ?? (await nameOf(app, uri));
    if (name === undefined) return;
    const found = await describeLatest(app.connections, connection, name);
    if (found) await compareWithFile(app.documents.texts, connection, { name, version: '$LATEST' }, uri);
    else await offerToPublish(name, connection.id, uri);
  },
};

/** The name that the document is probably published under. */
async function nameOf({ server }: App, uri: Uri): Promise<string | undefined> {
  const found = await server.publishable(uri.toString());
  if (found && 'name' in found && found.name !== '') return found.name;
  return window.showInputBox({ title: 'Compare', prompt: 'The name of the published document' });
}

async function offerToPublish(name: string, account: string, uri: Uri): Promise<void> {
  const choice = await window.showInformationMessage(`${name} is not published in ${account}.`, 'Publish…');
  if (choice) await commands.executeCommand('opswright.publishDocument', uri);
}
