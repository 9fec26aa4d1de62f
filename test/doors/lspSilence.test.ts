/** Silencing from the editor, and help in the texts that silence: the configuration and comments. */

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CodeActionRequest, CompletionRequest, HoverRequest, type WorkspaceEdit } from 'vscode-languageserver/node';
import { ableEditor, type Client, test } from '../helpers-lsp.ts';
import { bad } from '../helpers-lsp-texts.ts';

const retired = `schemaVersion: "0.3"
assumeRole: arn:aws:iam::123456789012:role/run
mainSteps:
  - name: run
    action: aws:executeScript
    inputs:
      Runtime: python3.7
      Handler: main
      Script: |
        def main(events, context):
          return {}
`;
const atRuntime = { start: { line: 6, character: 15 }, end: { line: 6, character: 15 } };
const making = {
  ...ableEditor,
  workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create' as const] } },
};

async function silences(
  client: Client,
  uri: string,
  text: string,
  range = atRuntime,
): Promise<Record<string, WorkspaceEdit>> {
  await client.open(uri, text);
  const context = { diagnostics: [] };
  const actions = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range,
    context,
  });
  const named = (actions ?? []).flatMap((action): [string, WorkspaceEdit][] =>
    'edit' in action && action.edit && action.title.startsWith('Silence') ? [[action.title, action.edit]] : [],
  );
  return Object.fromEntries(named);
}

test(
  'offers to silence a warning here, in the file and in the project',
  async (client) => {
    const folder = await mkdtemp(join(tmpdir(), 'opswright-'));
    try {
      const uri = pathToFileURL(join(folder, 'runbook.yaml')).href;
      const config = pathToFileURL(join(folder, '.opswrightrc.yaml')).href;
      const offered = await silences(client, uri, retired);
      assert.deepEqual(Object.keys(offered), [
        'Silence "runtime-retired" here',
        'Silence "runtime-retired" in this file',
        'Silence "runtime-retired" in the project',
      ]);
      const [here, inFile, inProject] = Object.values(offered);
      assert.equal(here?.changes?.[uri]?.[0]?.newText, '      # opswright-ignore: runtime-retired\n');
      assert.equal(inFile?.changes?.[uri]?.[0]?.range.start.line, 0);
      const start = { line: 0, character: 0 };
      assert.deepEqual(inProject?.documentChanges, [
        { kind: 'create', uri: config, options: { ignoreIfExists: true } },
        {
          textDocument: { uri: config, version: null },
          edits: [{ range: { start, end: start }, newText: 'rules:\n  runtime-retired: off\n' }],
        },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  making,
);

test('adds to the configuration there is, as it stands in the editor', async (client) => {
  const folder = await mkdtemp(join(tmpdir(), 'opswright-'));
  try {
    const config = pathToFileURL(join(folder, '.opswrightrc.yaml')).href;
    await writeFile(join(folder, '.opswrightrc.yaml'), 'rules:\n  deprecated: off\n');
    await client.open(config, 'rules:\n  deprecated: off\n  last-step: off\n');
    const offered = await silences(client, pathToFileURL(join(folder, 'runbook.yaml')).href, retired);
    const [edit] = offered['Silence "runtime-retired" in the project']?.changes?.[config] ?? [];
    assert.equal(edit?.newText, '\n  runtime-retired: off');
    assert.deepEqual(edit.range.start, { line: 2, character: 16 });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('offers nothing of the kind for an error, nor a file to an editor that makes none', async (client) => {
  const wrong = { start: { line: 5, character: 16 }, end: { line: 5, character: 16 } };
  assert.deepEqual(await silences(client, 'file:///nowhere/error.yaml', bad, wrong), {});
  assert.deepEqual(Object.keys(await silences(client, 'file:///nowhere/warning.yaml', retired)), [
    'Silence "runtime-retired" here',
    'Silence "runtime-retired" in this file',
  ]);
  assert.deepEqual(Object.keys(await silences(client, 'untitled:Untitled-1', retired)).length, 2);
});

test('helps in a configuration and in a comment', async ({ open, connection }) => {
  const config = 'file:///nowhere/.opswrightrc.yaml';
  await open(config, 'rules:\n  \n  deprecated: off\nrulez: 1\n');
  const labels = async (uri: string, line: number, character: number): Promise<string[]> => {
    const items = await connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position: { line, character },
    });
    return (Array.isArray(items) ? items : []).map(({ label }) => label);
  };
  assert.ok((await labels(config, 1, 2)).includes('runtime-retired'));
  const position = { line: 2, character: 4 };
  const shown = await connection.sendRequest(HoverRequest.type, { textDocument: { uri: config }, position });
  assert.match(JSON.stringify(shown?.contents), /deprecated.* — information/);
  const range = { start: { line: 3, character: 1 }, end: { line: 3, character: 1 } };
  const context = { diagnostics: [] };
  const fixes = await connection.sendRequest(CodeActionRequest.type, { textDocument: { uri: config }, range, context });
  assert.deepEqual(
    fixes?.map(({ title }) => title),
    ['Change to "rules"'],
  );

  const uri = 'file:///nowhere/a.yaml';
  await open(uri, retired.replace('Runtime', '# opswright-ignore: \n      Runtime'));
  assert.ok((await labels(uri, 6, 26)).includes('runtime-retired'));
  assert.equal((await labels(uri, 7, 16)).includes('runtime-retired'), false);
});
