/**
 * Which open documents are ours, by the word of the server; also as the context keys `opswright.documents` and, for those
 * with steps, `opswright.runnable`, for the buttons that the manifest shows only on them.
 */

import { commands, Disposable, Uri, workspace } from 'vscode';
import type { Server } from './languageClient.ts';

export interface OurDocuments extends Disposable {
  has(uri: Uri): boolean;
}

export function ourDocuments(server: Server): OurDocuments {
  const uris = new Set<string>();
  const withSteps = new Set<string>();

  function set(list: Set<string>, key: string, uri: string, holds: boolean): void {
    if (list.has(uri) === holds) return;
    if (holds) list.add(uri);
    else list.delete(uri);
    void commands.executeCommand('setContext', key, [...list].flatMap(pathsOf));
  }

  function tell(uri: string, ours: boolean, steps: boolean): void {
    set(uris, 'opswright.documents', uri, ours);
    set(withSteps, 'opswright.runnable', uri, steps);
  }

  const listeners = Disposable.from(
    server.onDocumentStatus(({ uri, documents, steps = false }) => tell(uri, documents > 0, steps)),
    workspace.onDidCloseTextDocument(({ uri }) => tell(uri.toString(), false, false)),
  );
  return { has: (uri) => uris.has(uri.toString()), dispose: () => listeners.dispose() };
}

/** Paths as a window may write them: one on another machine has another scheme than the extension sees, or other slashes. */
function pathsOf(uri: string): string[] {
  const { fsPath, path } = Uri.parse(uri);
  return [fsPath, path, path.replaceAll('/', '\\')];
}
