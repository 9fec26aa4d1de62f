/** Refactorings over the protocol: which are sent for what an editor asks, and as what. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ClientCapabilities, CodeActionRequest, CodeActionTriggerKind } from 'vscode-languageserver/node';
import { convertRequest } from '../../server/src/protocol.ts';
import { ableEditor, type Client, test } from '../helpers-lsp.ts';
import { foreign, good, uri } from '../helpers-lsp-texts.ts';

const makingEditor: ClientCapabilities = {
  ...ableEditor,
  workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
  textDocument: {
    ...ableEditor.textDocument,
    codeAction: { ...ableEditor.textDocument?.codeAction, disabledSupport: true },
  },
};

/** Asks for actions at the first step's duration, or for a selection within the first step. */
async function ask({ connection }: Client, only?: string[], more: { uri?: string; selected?: true } = {}) {
  const start = { line: 7, character: 18 };
  const range = { start: more.selected ? { line: 3, character: 6 } : start, end: start };
  const context = { diagnostics: [], triggerKind: CodeActionTriggerKind.Automatic, ...(only && { only }) };
  const textDocument = { uri: more.uri ?? uri };
  const actions = (await connection.sendRequest(CodeActionRequest.type, { textDocument, range, context })) ?? [];
  return actions.flatMap((action) => ('edit' in action || 'disabled' in action ? [action] : []));
}

const titles = (actions: { title: string }[]) => actions.map(({ title }) => title);

test('the light bulb offers what can be done at once', async (client) => {
  await client.open(uri, good);
  assert.deepEqual(titles(await ask(client)), [
    'Extract to the parameter "Duration"',
    'Extract to the parameter "Duration", at all 2 places',
  ]);
});

test('a menu gets the kinds it asks for', async (client) => {
  await client.open(uri, good);
  assert.deepEqual(titles(await ask(client, ['refactor.extract'])), titles(await ask(client)));
  assert.deepEqual(titles(await ask(client, ['refactor.inline'])), []);
  assert.deepEqual(titles(await ask(client, ['source'])), []);
});

test(
  'steps become a new file beside the document',
  async (client) => {
    await client.open(uri, good);
    const found = await ask(client, ['refactor.extract'], { selected: true });
    const action = found.find(({ title }) => title === 'Extract the step "first" to a runbook');
    const [create, fill, change] = action?.edit?.documentChanges ?? [];
    assert.deepEqual(create, { kind: 'create', uri: 'file:///runbook-first.yaml' });
    assert.match(JSON.stringify(fill), /"uri":"file:\/\/\/runbook-first\.yaml".*schemaVersion/);
    assert.match(JSON.stringify(change), /"uri":"file:\/\/\/runbook\.yaml","version":1.*runFirst/);
  },
  makingEditor,
);

test(
  'what cannot be done is shown with its reason, to those who look for it',
  async (client) => {
    const unsaved = { uri: 'untitled:Untitled-1', selected: true } as const;
    await client.open(unsaved.uri, good, 'ssm-yaml');
    assert.ok(!(await ask(client, undefined, unsaved)).some(({ disabled }) => disabled));
    const [refused] = (await ask(client, ['refactor'], unsaved)).filter(({ disabled }) => disabled);
    assert.match(refused?.disabled?.reason ?? '', /^Save this runbook first/);
    assert.equal(refused?.edit, undefined);
  },
  makingEditor,
);

test(
  'a document is converted in a new file, under a name that is free',
  async (client) => {
    const folder = mkdtempSync(join(tmpdir(), 'opswright-'));
    try {
      writeFileSync(join(folder, 'a b.json'), '');
      const file = { uri: pathToFileURL(join(folder, 'a b.yaml')).href };
      await client.open(file.uri, `# why\n${good}`);
      const action = (await ask(client, ['refactor.rewrite'], file)).find(({ title }) => title.startsWith('Convert'));
      assert.equal(action?.title, 'Convert to JSON in a new file. One comment is left out: JSON has none.');
      assert.match(JSON.stringify(action?.edit), /"kind":"create","uri":"[^"]*\/a%20b-2\.json"/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  makingEditor,
);

test('the command of the client gets the text, or the reason why there is none', async ({ open, connection }) => {
  await open(uri, good);
  const convert = (of: string, to: string) => connection.sendRequest(convertRequest, { textDocument: { uri: of }, to });
  assert.match(JSON.stringify(await convert(uri, 'json')), /^\{"text":"\{\\n {2}\\"schemaVersion\\": \\"0\.3\\"/);
  assert.deepEqual(await convert(uri, 'yaml'), { refused: 'It is written in YAML already' });
  await open('file:///compose.yaml', foreign);
  assert.deepEqual(await convert('file:///compose.yaml', 'json'), {
    refused: 'Only documents that Opswright knows are converted',
  });
  assert.equal(await convert('file:///nowhere.yaml', 'json'), null);
});
