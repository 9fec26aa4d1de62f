/** Formatting over the protocol: what an editor gets, and for which documents it is told that it may ask. */

import assert from 'node:assert/strict';
import {
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type FormattingOptions,
  type RegistrationParams,
  RegistrationRequest,
  type TextEdit,
  UnregistrationRequest,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ableEditor, test } from '../helpers-lsp.ts';
import { foreign, good, uri } from '../helpers-lsp-texts.ts';

const options: FormattingOptions = { tabSize: 4, insertSpaces: false };
const textDocument = { uri };
const untidy = good.replace('Waits twice.', '  Waits twice.   ');

function applied(text: string, edits: TextEdit[] | null): string {
  assert.ok(edits);
  return TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, text), edits);
}

test('formats a document with small edits', async ({ open, connection }) => {
  await open(uri, untidy);
  const edits = await connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options });
  assert.equal(applied(untidy, edits), good);
  assert.equal(edits?.length, 2);
});

test('indents JSON with what the editor indents with', async ({ open, connection }) => {
  const json = '{\n"schemaVersion": "2.2",\n"mainSteps": []\n}\n';
  await open(uri, json, 'json');
  const edits = await connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options });
  assert.equal(applied(json, edits), '{\n\t"schemaVersion": "2.2",\n\t"mainSteps": []\n}\n');
});

test('formats a range alone', async ({ open, connection }) => {
  const text = untidy.replace('action: aws:sleep', 'action:   aws:sleep');
  await open(uri, text);
  const range = { start: { line: 1, character: 3 }, end: { line: 1, character: 5 } };
  const edits = await connection.sendRequest(DocumentRangeFormattingRequest.type, { textDocument, options, range });
  assert.match(applied(text, edits), /^description: Waits twice\.$[\s\S]*action: {3}aws:sleep/m);
});

test('tidies the line that a line break leaves behind', async ({ open, connection }) => {
  await open(uri, untidy);
  const position = { line: 2, character: 0 };
  const params = { textDocument, position, ch: '\n', options };
  assert.equal(applied(untidy, await connection.sendRequest(DocumentOnTypeFormattingRequest.type, params)), good);
});

test('answers null for a broken document and for one that is none of ours', async ({ open, connection }) => {
  await open(uri, `${untidy}outputs: [\n`);
  assert.equal(await connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options }), null);
  const other = { uri: 'file:///compose.yaml' };
  await open(other.uri, foreign.replace('web:', 'web:   '));
  assert.equal(await connection.sendRequest(DocumentFormattingRequest.type, { textDocument: other, options }), null);
});

const dynamicRegistration = true;
const choosyEditor = {
  ...ableEditor,
  textDocument: {
    ...ableEditor.textDocument,
    formatting: { dynamicRegistration },
    rangeFormatting: { dynamicRegistration },
    onTypeFormatting: { dynamicRegistration },
  },
};

test(
  'is offered for documents of ours alone, where the editor can be told so',
  async ({ open, close, connection, initialized, settle }) => {
    assert.equal(initialized.capabilities.documentFormattingProvider, undefined);
    const registered = new Map<string, string>();
    connection.onRequest(RegistrationRequest.type, ({ registrations }: RegistrationParams) => {
      for (const { id, method, registerOptions } of registrations)
        if (method === DocumentFormattingRequest.method) registered.set(id, JSON.stringify(registerOptions));
    });
    connection.onRequest(UnregistrationRequest.type, ({ unregisterations }) => {
      for (const { id } of unregisterations) registered.delete(id);
    });
    const offered = async () => {
      for (let turn = 0; turn < 4; turn++) await settle();
      return [...registered.values()].join();
    };
    await open('file:///compose.yaml', foreign);
    await open('file:///some%20where/package.json', '{ "schemaVersion": "2.2", "mainSteps": [] }', 'json');
    await open('file:///some%20where/%E0%A4%A/runbook.yaml', good);
    assert.match(await offered(), /ssm-yaml.*runbook\.yaml/);
    assert.doesNotMatch(await offered(), /compose|package/);
    await close('file:///some%20where/%E0%A4%A/runbook.yaml');
    assert.doesNotMatch(await offered(), /runbook/);
  },
  choosyEditor,
);
