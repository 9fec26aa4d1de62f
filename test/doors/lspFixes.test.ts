/** Fixes of many places at once: of one rule, of a document, and of the files of a workspace. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CodeAction, CodeActionRequest, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { updateRuntimesCommand, updateRuntimesRequest } from '../../server/src/protocol.ts';
import { test } from '../helpers-lsp.ts';
import { uri } from '../helpers-lsp-texts.ts';

const step = (name: string, runtime: string) => `  - name: ${name}
    action: aws:executeScript
    onFailure: Continue
    inputs:
      Runtime: ${runtime}
      Handler: run
      Script: |
        def run(events, context):
            return {}
`;
const runbook = (...runtimes: string[]) => `schemaVersion: "0.3"
description: Runs scripts
assumeRole: arn:aws:iam::111122223333:role/Operator
mainSteps:
${runtimes.map((runtime, at) => step(`run${at}`, runtime)).join('')}`;

const two = runbook('python3.8', 'python3.7');

function changed(text: string, edits: TextEdit[] | undefined): string {
  return TextDocument.applyEdits(TextDocument.create('file:///a.yaml', 'yaml', 0, text), edits ?? []);
}

function actionsOf(answer: unknown): CodeAction[] {
  return (answer ?? []) as CodeAction[];
}

test('a fix that changes no behaviour is offered for all of its kind', async ({ open, connection }) => {
  await open(uri, two);
  const at = { line: 6, character: 16 };
  const answer = await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: at, end: at },
    context: { diagnostics: [] },
  });
  const titles = actionsOf(answer).map(({ title }) => title);
  assert.ok(titles.includes('Do so for all 2 of "hidden-failure" in this document'), titles.join(', '));
  const all = actionsOf(answer).find(({ title }) => title.startsWith('Do so for all'));
  const text = changed(two, all?.edit?.changes?.[uri]);
  assert.equal(text, two.replaceAll('onFailure: Continue\n', 'onFailure: Continue\n    isCritical: false\n'));
});

test('saving can apply what changes no behaviour, and nothing else', async ({ open, connection }) => {
  await open(uri, two);
  const ask = (only: string[]) =>
    connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics: [], only },
    });
  const expected = two.replaceAll('onFailure: Continue\n', 'onFailure: Continue\n    isCritical: false\n');
  for (const kind of ['source.fixAll', 'source.fixAll.opswright']) {
    const [action, second] = actionsOf(await ask([kind]));
    assert.equal(second, undefined);
    assert.equal(action?.kind, 'source.fixAll.opswright');
    assert.equal(changed(two, action?.edit?.changes?.[uri]), expected);
  }
  assert.deepEqual(actionsOf(await ask(['source.organizeImports'])), []);
});

test('retired runtimes are updated in files, open or on disk, after a look', async ({ open, connection }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'opswright-'));
  try {
    const write = (name: string, text: string): string => {
      writeFileSync(path.join(folder, name), text);
      return pathToFileURL(path.join(folder, name)).href;
    };
    const onDisk = write('one.yaml', runbook('python3.8'));
    const current = write('two.yaml', runbook('python3.11'));
    const ignored = write('skipped.yaml', runbook('python3.6'));
    const garden = write('garden.yaml', 'plants: [python3.8]\n');
    write('.opswrightrc.yaml', 'ignore: [skipped.yaml]\n');
    await open(uri, two);
    const uris = [uri, onDisk, current, ignored, garden, `${onDisk}.gone`];
    const edit = await connection.sendRequest<WorkspaceEdit | null>(updateRuntimesRequest, { uris });
    const changes = edit?.documentChanges?.flatMap((change) => ('textDocument' in change ? [change] : [])) ?? [];
    assert.deepEqual(
      changes.map(({ textDocument }) => [textDocument.uri, textDocument.version]),
      [
        [uri, 1],
        [onDisk, null],
      ],
    );
    const [first, second] = changes.map(({ edits }) => edits as TextEdit[]);
    assert.equal(changed(two, first), runbook('python3.11', 'python3.11'));
    assert.equal(changed(runbook('python3.8'), second), runbook('python3.11'));
    assert.ok(Object.values(edit?.changeAnnotations ?? {}).every(({ needsConfirmation }) => needsConfirmation));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a retired runtime leads to the rest of the workspace', async ({ open, connection }) => {
  await open(uri, two);
  const at = { line: 8, character: 18 };
  const answer = await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: at, end: at },
    context: { diagnostics: [] },
  });
  const commands = actionsOf(answer).map(({ command }) => command?.command);
  assert.ok(commands.includes(updateRuntimesCommand), JSON.stringify(answer));
});
