/**
 * Keeps the index of the workspace true: walks its folders once the editor is ready, and follows what the editor tells of
 * its files.
 */

import { pathToFileURL } from 'node:url';
import type { Connection, FileEvent, InitializeParams, WorkspaceFolder } from 'vscode-languageserver/node';
import { FileChangeType } from 'vscode-languageserver/node';
import { pathOf } from './lspConfig.ts';
import type { OpenDocuments } from './lspDocuments.ts';
import { stackOf } from './lspRequests.ts';
import { type FoundFiles, limits, workspaceFiles } from './workspaceFiles.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

interface Options {
  connection: Pick<Connection, 'console'>;
  index: WorkspaceIndex;
  /** Documents have come, gone or changed, so that calls of them look different. */
  changed: () => void;
}

export function watchWorkspace({ connection, index, changed }: Options) {
  const folders = new Map<string, FoundFiles>();
  /** What open documents show to those that call them. */
  const shown = new Map<string, string>();
  let stopped = false;
  /** The walks so far; the first begins when the editor is ready. */
  let walks: Promise<void> = Promise.resolve();

  async function enter(folder: string): Promise<void> {
    const found = await workspaceFiles(folder, () => stopped);
    folders.set(folder, found);
    index.add(found.files);
    if (found.cut)
      connection.console.warn(
        `${folder} has more than ${limits.files} files, or folders within ${limits.depth} others; what lies deeper is not looked at for calls and symbols.`,
      );
  }

  function leave(folder: string): void {
    for (const file of folders.get(folder)?.files ?? []) index.remove(file);
    folders.delete(folder);
  }

  async function enterAll(uris: readonly string[]): Promise<void> {
    const added = uris.flatMap((uri) => pathOf(uri) ?? []);
    try {
      for (const folder of added) await enter(folder);
      if (added.length > 0 && !stopped) changed();
    } catch (error) {
      connection.console.error(`Internal error while looking through the workspace: ${stackOf(error)}`);
    }
  }

  return {
    /** Walks folders in the background; what is not known yet is not checked. */
    enter(uris: readonly string[]): Promise<void> {
      walks = walks.then(() => enterAll(uris));
      return walks;
    },
    /** Resolves when every folder so far has been walked through. */
    entered: (): Promise<void> => walks,
    foldersChanged(added: readonly WorkspaceFolder[], removed: readonly WorkspaceFolder[]): Promise<void> {
      for (const { uri } of removed) leave(pathOf(uri) ?? '');
      return this.enter(added.map(({ uri }) => uri));
    },
    filesChanged(events: readonly FileEvent[]): void {
      let ours = false;
      for (const { uri, type } of events) {
        const file = pathOf(uri);
        if (file === undefined || ![...folders.values()].some(({ wanted }) => wanted(file))) continue;
        if (type === FileChangeType.Deleted) {
          index.remove(file);
          ours = true;
        } else {
          index.add([file]);
          ours ||= index.documentsIn(file).length > 0;
        }
      }
      if (ours) changed();
    },
    /** An open document may look different to those that call it. */
    looked(uri: string): void {
      const file = pathOf(uri);
      if (file === undefined) return;
      const now = JSON.stringify(index.documentsIn(file).map(({ summary }) => summary.called));
      const before = shown.get(file);
      shown.set(file, now);
      if (before !== undefined && before !== now) changed();
    },
    /** What counts now is what lies on disk. */
    closed(uri: string): void {
      this.looked(uri);
      shown.delete(pathOf(uri) ?? '');
    },
    stop(): void {
      stopped = true;
    },
  };
}

/** The folders an editor opens with; `rootUri` is how older ones tell. */
export function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return uris;
}

/** The URI of a file, as the editor writes it where it has the file open. */
export function uriOf(file: string, documents: OpenDocuments): string {
  return documents.ofFile(file) ?? pathToFileURL(file).href;
}
