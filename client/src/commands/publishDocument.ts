/** "Publish Document": the one in front, of an editor's menu, or of the workspace in the Documents view. */

import { Uri, window, workspace } from 'vscode';
import { currentConnection } from '../aws/currentConnection.ts';
import { type PublishAnswers, publish } from '../documents/publish.ts';
import type { LocalSubject } from '../views/localDocuments.ts';
import type { Subject } from '../views/subject.ts';
import type { Command } from './index.ts';

/** A node of the view, or what somebody who knows the answers says. */
type Given = LocalSubject & Partial<Subject> & { answers?: PublishAnswers };

export const publishDocument: Command = {
  id: 'opswright.publishDocument',
  async run(app, given?: Uri | Given) {
    const uri = uriOf(given);
    if (uri === undefined) {
      void window.showInformationMessage('Open a document first; it is then published.');
      return undefined;
    }
    const more = given instanceof Uri ? undefined : given;
    const connection = more?.connection ?? (await currentConnection(app));
    if (connection === undefined) return undefined;
    const document = await workspace.openTextDocument(uri);
    const { connections, documents, server } = app;
    const answers = more?.answers ?? {};
    const published = await publish({ connections, documents, server, connection, document, answers });
    if (published?.made) await app.trees.of('opswright.documents').refresh();
    return published;
  },
};

/** Of a menu, a node, or the editor in front. */
export function uriOf(given?: Uri | Pick<LocalSubject, 'uri'>): Uri | undefined {
  if (given instanceof Uri) return given;
  return given?.uri === undefined ? window.activeTextEditor?.document.uri : Uri.parse(given.uri);
}
