/** What the suites of documents share: an account with a few, its view, and what stands in front. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { commands, TabInputTextDiff, type Uri, window } from 'vscode';
import type { PublishAnswers } from '../../client/src/documents/publish.ts';
import { subjectOf } from '../../client/src/views/subject.ts';
import { app, elementAt, type PretendAccount, withAccount } from './account.ts';
import { change, file, open, openNew } from './editor.ts';

export const view = 'opswright.documents';

/** Runs a command of the menu of a node. */
export async function onNode(command: string, labels: string[], ...more: unknown[]): Promise<unknown> {
  const { trees } = await app();
  const element = await elementAt(trees.of(view), ...labels);
  return commands.executeCommand(command, element, ...more);
}

/** What such a command is given, for answers beside it. */
export async function subjectAt(...labels: string[]): Promise<object> {
  const { trees } = await app();
  return subjectOf(await elementAt(trees.of(view), ...labels)) as object;
}

/** An account that can be made to fail. */
export function withDocuments(use: (account: PretendAccount) => Promise<void>): Promise<void> {
  return withAccount(['--nodes', '2', '--faults'], async (account) => {
    try {
      await use(account);
    } finally {
      await commands.executeCommand('opswright.clearDocumentFilter');
    }
  });
}

export async function ssmOf({ connection }: Pick<PretendAccount, 'connection'>) {
  return (await (await app()).connections.clients(connection)).ssm;
}

export function front(): { text: string; language: string; name: string; uri: Uri } {
  const document = window.activeTextEditor?.document;
  assert.ok(document, 'No editor is open');
  const { languageId: language, uri } = document;
  return { text: document.getText(), language, name: uri.path.split('/').at(-1) ?? '', uri };
}

/** The names of the two files of the difference in front. */
export function difference(): string[] {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  assert.ok(input instanceof TabInputTextDiff, 'No difference is shown');
  return [input.original, input.modified].map(({ path }) => path.split('/').at(-1) ?? '');
}

/** Publishes a text of the workspace, with what a person would answer. */
export async function publishAs(text: string, answers: PublishAnswers, name = 'published.ssm.yaml'): Promise<unknown> {
  const editor = existsSync(file(name).fsPath) ? await open(name) : await openNew(name, text);
  const { document } = editor;
  // Not saved: what is published is saved by that.
  if (document.getText() !== text) await change(editor, () => text);
  return commands.executeCommand('opswright.publishDocument', { uri: document.uri.toString(), answers });
}
