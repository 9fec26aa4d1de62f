/** Opens a new run file for a document, not saved, filled in with what it was run with last. */

import { SnippetString, type TextEditor, Uri, ViewColumn, window, workspace } from 'vscode';
import type { DocumentSource, RunFileInputs } from '../../../server/src/protocol.ts';
import type { Server } from '../languageClient.ts';

export interface NewRun {
  document: DocumentSource;
  /** Name of the connection, where it is not the current one. */
  account?: string;
  inputs?: RunFileInputs;
}

/** Rejects with a sentence where the document cannot be run. */
export async function openRunFile(server: Server, { document, account, inputs }: NewRun): Promise<TextEditor> {
  const uri = 'uri' in document ? Uri.parse(document.uri) : undefined;
  const made = await server.newRunFile({
    document,
    // A file beside the run file; what is not saved yet has its name alone.
    ...(uri?.scheme === 'file' && { run: `./${uri.path.split('/').at(-1)}` }),
    ...(account !== undefined && { account }),
    ...(inputs && { inputs }),
  });
  if (made === null) throw new Error('The document is not open and no file any more.');
  if ('refused' in made) throw new Error(made.refused);
  const folder = uri?.scheme === 'file' ? Uri.joinPath(uri, '..') : workspace.workspaceFolders?.[0]?.uri;
  const target = await freeName(folder, made.fileName);
  const text = await workspace.openTextDocument(target);
  // Beside the document where that is in front; anything else would split the window once more with each run file.
  const inFront = uri !== undefined && window.activeTextEditor?.document.uri.toString() === uri.toString();
  const viewColumn = inFront ? ViewColumn.Beside : ViewColumn.Active;
  const editor = await window.showTextDocument(text, { viewColumn, preview: false });
  if (text.getText() === '') await editor.insertSnippet(new SnippetString(made.snippet));
  return editor;
}

/** An untitled document with a name that no file and no other document has. */
async function freeName(folder: Uri | undefined, fileName: string): Promise<Uri> {
  const [stem = ''] = fileName.split('.run.');
  for (let count = 1; ; count++) {
    const name = count === 1 ? fileName : `${stem}-${count}.run.yaml`;
    const file = folder ? Uri.joinPath(folder, name) : undefined;
    const untitled = file ? file.with({ scheme: 'untitled' }) : Uri.parse(`untitled:${name}`);
    const open = workspace.textDocuments.some(
      ({ uri, isClosed }) => !isClosed && uri.toString() === untitled.toString(),
    );
    if (!open && !(file && (await exists(file)))) return untitled;
  }
}

async function exists(file: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
