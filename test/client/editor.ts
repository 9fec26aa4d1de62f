/**
 * The verbs of the API suites: open, change, wait for problems, complete.
 *
 * What is waited for is a state, reached by an event; the limit only decides when a failing test gives up.
 */

import assert from 'node:assert/strict';
import { inspect, isDeepStrictEqual } from 'node:util';
import {
  type CompletionItem,
  type CompletionList,
  commands,
  type Diagnostic,
  DiagnosticSeverity,
  type Event,
  languages,
  type Position,
  Range,
  Selection,
  SnippetString,
  type TextDocument,
  type TextEditor,
  Uri,
  window,
  workspace,
} from 'vscode';
import { mark } from '../helpers.ts';

/** Of a machine that is busy with something else. */
const patience = 30_000;

/** A file of the workspace, which is a copy of `test/fixtures/workspace`. */
export function file(name: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  assert.ok(folder, 'The suites need the fixture workspace');
  return Uri.joinPath(folder.uri, name);
}

export async function open(name: string): Promise<TextEditor> {
  return window.showTextDocument(await workspace.openTextDocument(file(name)));
}

export async function openUntitled(language: string, content: string): Promise<TextEditor> {
  return window.showTextDocument(await workspace.openTextDocument({ language, content }));
}

/** Writes a file into the workspace and opens it. */
export async function openNew(name: string, content: string): Promise<TextEditor> {
  await write(name, content);
  const editor = await open(name);
  // VS Code keeps a text for a while after it was closed, and reads it anew when it hears that the file has changed.
  await until(workspace.onDidChangeTextDocument, () => editor.document.getText() === content);
  return editor;
}

export async function write(name: string, content: string): Promise<void> {
  await workspace.fs.writeFile(file(name), new TextEncoder().encode(content));
}

/** Changes the text of an editor, without saving; a `<|>` in the new text is where the cursor goes. */
export async function change(editor: TextEditor, edit: (text: string) => string): Promise<void> {
  const { document } = editor;
  const before = document.getText();
  const { text, cursors } = mark(edit(before));
  assert.notEqual(text, before, 'The edit changes nothing');
  const all = new Range(document.positionAt(0), document.positionAt(before.length));
  assert.ok(await editor.edit((builder) => builder.replace(all, text)));
  const cursor = document.positionAt(cursors[0] ?? text.length);
  editor.selection = new Selection(cursor, cursor);
}

/** Closes everything and asks nothing, so that no test sees what another has left. */
export async function closeAll(): Promise<void> {
  // One in the panel is not closed by that.
  for (let left = 20; left > 0 && window.activeTextEditor; left--)
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await commands.executeCommand('workbench.action.closeAllEditors');
}

/** Resolves once `holds`, which is looked at after each event. Fails when patience ends. */
export async function until(event: Event<unknown>, holds: () => boolean, limit = patience): Promise<void> {
  if (holds()) return;
  await new Promise<void>((resolve, reject) => {
    const end = (settle: () => void) => {
      listener.dispose();
      clearTimeout(timer);
      settle();
    };
    const listener = event(() => holds() && end(resolve));
    const timer = setTimeout(() => end(() => reject(new Error(`It does not come true: ${holds}`))), limit);
  });
}

/** A diagnostic in one line: `4:10-4:15 error unknown-step: …`, lines and columns from 1. */
function inWords({ range, severity, code, message }: Diagnostic): string {
  const rule = typeof code === 'object' ? code.value : code;
  const place = [range.start, range.end].map(({ line, character }) => `${line + 1}:${character + 1}`).join('-');
  return `${place} ${DiagnosticSeverity[severity].toLowerCase()} ${rule}: ${message}`;
}

/**
 * The problems the fixtures were written for: errors, and one rule that warns. What new rules find in them is the
 * business of the tests of the rules.
 */
export function problemsOf({ uri }: TextDocument): string[] {
  return languages
    .getDiagnostics(uri)
    .filter(({ severity, code }) => severity === DiagnosticSeverity.Error || code === 'end-and-next')
    .map(inWords);
}

/** Waits until exactly these problems are shown for a document. */
export async function problemsAre(document: TextDocument, expected: string[]): Promise<void> {
  const shown = () => problemsOf(document);
  const isSo = () => isDeepStrictEqual(shown(), expected);
  await until(languages.onDidChangeDiagnostics, isSo).catch(() => assert.deepEqual(shown(), expected));
}

async function completionsAt(document: TextDocument, position: Position): Promise<CompletionItem[]> {
  const list = await commands.executeCommand<CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  return list.items;
}

export function labelOf({ label }: CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

/** What is offered at the cursor, in the order of the list. */
export async function offered(editor: TextEditor): Promise<CompletionItem[]> {
  const items = await completionsAt(editor.document, editor.selection.active);
  return items.sort((a, b) => ((a.sortText ?? labelOf(a)) < (b.sortText ?? labelOf(b)) ? -1 : 1));
}

/** Takes an item of the completion list and returns the text around the cursor: the line, and those a snippet has added. */
export async function accept(editor: TextEditor, label: string): Promise<string> {
  const { document } = editor;
  const items = await offered(editor);
  const item = items.find((each) => labelOf(each) === label);
  assert.ok(item, `"${label}" is not offered, only: ${items.map(labelOf).join(', ')}`);
  const replaced = item.range && 'replacing' in item.range ? item.range.replacing : item.range;
  assert.ok(replaced, `"${label}" does not say what it replaces`);
  const first = replaced.start.line;
  const below = document.lineCount - replaced.end.line;
  const insert = item.insertText ?? label;
  const snippet = typeof insert === 'string' ? new SnippetString().appendText(insert) : insert;
  const keepWhitespace = item.keepWhitespace ?? false;
  assert.ok(
    await editor.insertSnippet(snippet, replaced, { undoStopBefore: true, undoStopAfter: true, keepWhitespace }),
  );
  const last = document.lineCount - below;
  return document.getText(new Range(first, 0, last, document.lineAt(last).text.length));
}

/** Asks again until the answer is as wanted, for what tells of itself by no event. Fails when patience ends. */
export async function eventually<T>(
  ask: () => T | PromiseLike<T>,
  wanted: (answer: T) => unknown = Boolean,
  limit = patience,
): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    assert.ok(Date.now() < end, `Not as wanted in time, ${wanted}: ${inspect(answer)}, by ${ask}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
