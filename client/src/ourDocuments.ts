/**
 * Which open documents are ours, by the word of the server; also as the context keys `opswright.documents`, for those with
 * steps `opswright.runnable`, and for those of Systems Manager `opswright.publishable`, for the buttons that the manifest
 * shows only on them.
 */

import { commands, Disposable, Uri, workspace } from 'vscode';
import type { DocumentStatus } from '../../server/src/protocol.ts';
import { documentScheme } from './documents/texts.ts';
import type { Server } from './languageClient.ts';

export interface OurDocuments extends Disposable {
  has(uri: Uri): boolean;
}

type Told = Pick<DocumentStatus, 'documents' | 'steps' | 'publishable'>;

export function ourDocuments(server: Server): OurDocuments {
  const uris = new Set<string>();
  const withSteps = new Set<string>();
  const ofSystemsManager = new Set<string>();

  function set(list: Set<string>, key: string, uri: string, holds: boolean): void {
    if (list.has(uri) === holds) return;
    if (holds) list.add(uri);
    else list.delete(uri);
    void commands.executeCommand('setContext', key, [...list].flatMap(pathsOf));
  }

  function tell(uri: string, { documents, steps, publishable }: Told): void {
    set(uris, 'opswright.documents', uri, documents > 0);
    set(withSteps, 'opswright.runnable', uri, steps === true);
    set(ofSystemsManager, 'opswright.publishable', uri, publishable === true && !uri.startsWith(`${documentScheme}:`));
  }

  const listeners = Disposable.from(
    server.onDocumentStatus((status) => tell(status.uri, status)),
    workspace.onDidCloseTextDocument(({ uri }) => tell(uri.toString(), { documents: 0 })),
  );
  return { has: (uri) => uris.has(uri.toString()), dispose: () => listeners.dispose() };
}

/** Paths as a window may write them: one on another machine has another scheme than the extension sees, or other slashes. */
function pathsOf(uri: string): string[] {
  const { fsPath, path } = Uri.parse(uri);
  return [fsPath, path, path.replaceAll('/', '\\')];
}
