/** What an editor is told about documents without asking: marks and status. */

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DidChangeWatchedFilesNotification, HoverRequest } from 'vscode-languageserver/node';
import { debounceMilliseconds } from '../../server/src/lspDiagnostics.ts';
import { longestText } from '../../server/src/lspDocuments.ts';
import { rulesOf, test } from '../helpers-lsp.ts';
import { bad, foreign, good, inside, runbook, uri } from '../helpers-lsp-texts.ts';

test('says what it can do', async ({ initialized }) => {
  const { capabilities } = initialized;
  assert.equal(capabilities.positionEncoding, 'utf-16');
  assert.deepEqual(capabilities.textDocumentSync, { openClose: true, change: 2, save: true });
  for (const feature of ['hoverProvider', 'documentSymbolProvider', 'foldingRangeProvider'] as const) {
    assert.equal(capabilities[feature], true);
  }
  assert.ok(capabilities.completionProvider?.triggerCharacters?.includes(':'));
});

test('marks a fault as soon as the document is opened', async ({ open, pass, shown }) => {
  await open(uri, bad);
  await pass(0);
  const [diagnostic, ...others] = shown(uri) ?? [];
  assert.deepEqual(others, []);
  assert.equal(diagnostic?.code, 'unknown-step');
  assert.equal(diagnostic.severity, 1);
  assert.equal(diagnostic.source, 'opswright');
  assert.deepEqual(diagnostic.range, { start: { line: 5, character: 14 }, end: { line: 5, character: 21 } });
});

test('clears the mark when the fault is gone, for the version that is shown', async (client) => {
  await client.open(uri, bad);
  await client.pass(0);
  const range = { start: { line: 5, character: 14 }, end: { line: 5, character: 21 } };
  await client.change(uri, { range, text: 'last' });
  await client.pass(debounceMilliseconds);
  assert.deepEqual(client.published.at(-1), { uri, version: 2, diagnostics: [] });
});

test('checks once after a burst of edits', async (client) => {
  await client.open(uri, good);
  await client.pass(0);
  for (let index = 0; index < 20; index++) {
    await client.change(uri, { text: runbook(index % 2 ? 'nowhere' : 'last') });
    await client.pass(debounceMilliseconds - 1);
  }
  assert.equal(client.published.length, 1);
  await client.pass(1);
  assert.deepEqual(
    client.published.map(({ version, diagnostics }) => [version, rulesOf(diagnostics)]),
    [
      [1, []],
      [21, ['unknown-step']],
    ],
  );
});

test('keeps documents apart', async ({ open, change, pass, shown }) => {
  const other = 'file:///other.yaml';
  await open(uri, bad);
  await open(other, bad);
  await pass(0);
  await change(other, { text: good });
  await pass(debounceMilliseconds);
  assert.deepEqual(rulesOf(shown(uri)), ['unknown-step']);
  assert.deepEqual(shown(other), []);
});

test('clears a document that is closed, and does not check it any more', async (client) => {
  await client.open(uri, bad);
  await client.pass(0);
  await client.change(uri, { text: `${bad}\n` });
  await client.close(uri);
  await client.pass(1000);
  assert.deepEqual(
    client.published.map(({ diagnostics }) => diagnostics.length),
    [1, 0],
  );
});

test('checks a document again that is opened again with the same version', async ({ open, close, pass, shown }) => {
  await open(uri, good);
  await pass(0);
  await close(uri);
  await open(uri, bad);
  await pass(0);
  assert.deepEqual(rulesOf(shown(uri)), ['unknown-step']);
});

for (const [language, name] of [
  ['yaml', 'a.yaml'],
  ['ssm-yaml', 'a'],
  ['cloudformation', 'a.yml'],
  ['plaintext', 'a'],
] as const) {
  test(`checks a file ${name} of language ${language}`, async ({ open, pass, shown }) => {
    await open(`file:///${name}`, bad, language);
    await pass(0);
    assert.deepEqual(rulesOf(shown(`file:///${name}`)), ['unknown-step']);
  });
}

for (const language of ['json', 'jsonc', 'ssm-json', 'plaintext']) {
  test(`checks JSON of language ${language}`, async ({ open, pass, shown }) => {
    const mainSteps = [{ name: 'a', action: 'aws:sleep', nextStep: 'nowhere', inputs: { Duration: 'PT1M' } }];
    await open(
      'untitled:Untitled-1',
      JSON.stringify({ schemaVersion: '0.3', assumeRole: 'arn:aws:iam::111122223333:role/Operator', mainSteps }),
      language,
    );
    await pass(0);
    assert.deepEqual(rulesOf(shown('untitled:Untitled-1')), ['unknown-step']);
  });
}

test('has nothing to say about a file that is none of ours', async ({ open, pass, published }) => {
  await open(uri, foreign);
  await pass(0);
  assert.deepEqual(published, []);
});

test('clears its marks when a document stops being ours', async ({ open, change, pass, shown }) => {
  await open(uri, bad);
  await pass(0);
  await change(uri, { text: foreign });
  await pass(debounceMilliseconds);
  assert.deepEqual(shown(uri), []);
});

test('says what it recognised, and why not', async ({ open, change, pass, statuses }) => {
  await open(uri, bad);
  await pass(0);
  await change(uri, { text: 'schemaVersion: 9\nmainSteps: []\n' });
  await pass(debounceMilliseconds);
  await change(uri, { text: foreign });
  await pass(debounceMilliseconds);
  const [first, second, third] = statuses;
  assert.equal(first?.schemaVersion, '0.3');
  assert.ok(first.kind && first.reason);
  assert.deepEqual(first.problems, { error: 1, warning: 0, information: 0, hint: 0 });
  assert.ok(second?.reason);
  assert.equal(third?.kind, undefined);
  assert.equal(third?.resembles, false);
  assert.ok(third?.reason);
});

test('leaves a text of more than 2 MB alone', async ({ open, pass, published, statuses, connection }) => {
  await open(uri, `${bad}# ${'x'.repeat(longestText)}`);
  await pass(0);
  assert.deepEqual(published, []);
  assert.match(statuses[0]?.reason ?? '', /longer than 2 MB/);
  assert.equal(await connection.sendRequest(HoverRequest.type, inside), null);
});

test('follows .opswrightrc.yaml when the editor says that it changed', async ({ open, pass, shown, connection }) => {
  const folder = await mkdtemp(join(tmpdir(), 'opswright-'));
  const file = pathToFileURL(join(folder, 'runbook.yaml')).href;
  const rc = join(folder, '.opswrightrc.yaml');
  try {
    await open(file, bad);
    await pass(0);
    assert.deepEqual(rulesOf(shown(file)), ['unknown-step']);
    await writeFile(rc, 'ignore:\n  - runbook.yaml\n');
    const changes = [{ uri: pathToFileURL(rc).href, type: 1 as const }];
    await connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    await pass(debounceMilliseconds);
    assert.deepEqual(shown(file), []);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('marks the faults of .opswrightrc.yaml itself', async ({ open, pass, shown }) => {
  await open('file:///a/.opswrightrc.yaml', 'rules:\n  no-such-rule: off\n');
  await pass(0);
  assert.deepEqual(rulesOf(shown('file:///a/.opswrightrc.yaml')), ['configuration']);
});
