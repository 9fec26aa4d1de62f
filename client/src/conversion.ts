/**
 * Puts a converted document where its author expects it: beside the file it comes from, in place of a text that has no file
 * yet, unsaved where a published document was read. Nothing is overwritten unasked. What becomes of the text is the business of the server.
 */

import {
  languages,
  Range,
  type TextDocument,
  type TextEditor,
  type Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { documentScheme } from './documents/texts.ts';
import type { Server } from './languageClient.ts';

type Format = 'yaml' | 'json';

export async function convertInFront(server: Server, to: Format): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor) {
    await window.showInformationMessage(`Open a document first; it is then converted to ${to.toUpperCase()}.`);
    return;
  }
  const { document } = editor;
  const answer = await server.convert({ textDocument: { uri: document.uri.toString() }, to });
  if (answer === null) void window.showInformationMessage('The document in front is not one that Opswright looks at.');
  else if (answer.text === undefined) void window.showWarningMessage(`Not converted: ${answer.refused}.`);
  else {
    if (document.isUntitled) await replace(editor, answer.text, to);
    else if (document.uri.scheme === documentScheme) await openUnsaved(answer.text, to);
    else await putBeside(document, answer.text, to);
    if (answer.lost !== undefined) void window.showInformationMessage(answer.lost);
  }
}

function languageFor(to: Format): string {
  return `ssm-${to}`;
}

async function replace({ document }: TextEditor, text: string, to: Format): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(0, 0, document.lineCount, 0), text);
  await workspace.applyEdit(edit);
  await languages.setTextDocumentLanguage(document, languageFor(to));
}

async function openUnsaved(content: string, to: Format): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument({ language: languageFor(to), content }));
}

async function putBeside({ uri }: TextDocument, text: string, to: Format): Promise<void> {
  const target = uri.with({ path: `${uri.path.replace(/\.(?:ya?ml|json)$/i, '')}.${to}` });
  if (await exists(target)) {
    const name = target.path.replace(/^.*\//, '');
    const choice = await window.showWarningMessage(`${name} is there already.`, 'Overwrite', 'Open Unsaved');
    if (choice === 'Open Unsaved') await openUnsaved(text, to);
    if (choice !== 'Overwrite') return;
  }
  const edit = new WorkspaceEdit();
  edit.createFile(target, { overwrite: true, contents: new TextEncoder().encode(text) });
  if (!(await workspace.applyEdit(edit))) throw new Error(`${target.path} cannot be written`);
  await window.showTextDocument(target);
}

async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
