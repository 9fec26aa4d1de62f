/**
 * Which open documents are Systems Manager documents, by the word of the server; also as the context key
 * `opswright.documents`, for the buttons that the manifest shows only on them.
 */

import { commands, Disposable, Uri, workspace } from 'vscode';
import type { Server } from './languageClient.ts';

export interface OurDocuments extends Disposable {
  has(uri: Uri): boolean;
}

export function ourDocuments(server: Server): OurDocuments {
  const uris = new Set<string>();

  function set(uri: string, ours: boolean): void {
    if (uris.has(uri) === ours) return;
    if (ours) uris.add(uri);
    else uris.delete(uri);
    void commands.executeCommand('setContext', 'opswright.documents', [...uris].flatMap(pathsOf));
  }

  const listeners = Disposable.from(
    server.onDocumentStatus(({ uri, documents }) => set(uri, documents > 0)),
    workspace.onDidCloseTextDocument(({ uri }) => set(uri.toString(), false)),
  );
  return { has: (uri) => uris.has(uri.toString()), dispose: () => listeners.dispose() };
}

/** Paths as a window may write them: one on another machine has another scheme than the extension sees, or other slashes. */
function pathsOf(uri: string): string[] {
  const { fsPath, path } = Uri.parse(uri);
  return [fsPath, path, path.replaceAll('/', '\\')];
}
