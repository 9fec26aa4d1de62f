/** Finding one's way as an editor does: within a document, and between the files of a workspace on disk. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeLensRequest,
  CodeLensResolveRequest,
  DefinitionRequest,
  DidChangeWatchedFilesNotification,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  InlayHintRequest,
  LinkedEditingRangeRequest,
  type Location,
  type LocationLink,
  type Position,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { ableEditor, type Client, connect, test } from '../helpers-lsp.ts';
import { foreign, good, uri } from '../helpers-lsp-texts.ts';

const textDocument = { uri };
/** In the name of the last step, where the first one goes on to it. */
const jump: Position = { line: 5, character: 15 };

describe('within a document', () => {
  test('a definition comes with the word it belongs to', async ({ open, connection }) => {
    await open(uri, good);
    const [link] = (await connection.sendRequest(DefinitionRequest.type, {
      textDocument,
      position: jump,
    })) as LocationLink[];
    assert.deepEqual(link?.originSelectionRange, {
      start: { line: 5, character: 14 },
      end: { line: 5, character: 18 },
    });
    assert.deepEqual(link?.targetSelectionRange.start, { line: 8, character: 10 });
  });

  test(
    'a definition is a plain place for an editor that knows no links',
    async ({ open, connection }) => {
      await open(uri, good);
      const [place] = (await connection.sendRequest(DefinitionRequest.type, {
        textDocument,
        position: jump,
      })) as Location[];
      assert.deepEqual(place?.range.start, { line: 8, character: 10 });
    },
    { textDocument: { definition: {} } },
  );

  test('references and highlights are found from any of them', async ({ open, connection }) => {
    await open(uri, good);
    const at = { textDocument, position: jump };
    const found = await connection.sendRequest(ReferencesRequest.type, {
      ...at,
      context: { includeDeclaration: true },
    });
    assert.deepEqual(
      found?.map(({ range }) => range.start.line),
      [5, 8],
    );
    const marked = await connection.sendRequest(DocumentHighlightRequest.type, at);
    assert.deepEqual(
      marked?.map(({ kind }) => kind),
      [2, 3],
    );
  });

  test('a rename changes every place, and says why it cannot', async ({ open, connection }) => {
    await open(uri, good);
    const at = { textDocument, position: jump };
    const prepared = await connection.sendRequest(PrepareRenameRequest.type, at);
    assert.ok(prepared && 'placeholder' in prepared && prepared.placeholder === 'last');
    const edit = await connection.sendRequest(RenameRequest.type, { ...at, newName: ' done ' });
    assert.deepEqual(
      edit?.changes?.[uri]?.map(({ newText }) => newText),
      ['done', 'done'],
    );
    await assert.rejects(
      connection.sendRequest(RenameRequest.type, { ...at, newName: 'first' }),
      /"first" is already the name/,
    );
    const action = { textDocument, position: { line: 4, character: 15 } };
    assert.equal(await connection.sendRequest(PrepareRenameRequest.type, action), null);
  });

  test('selections grow, and names of steps are edited together', async ({ open, connection }) => {
    await open(uri, good);
    const [selection] =
      (await connection.sendRequest(SelectionRangeRequest.type, { textDocument, positions: [jump] })) ?? [];
    assert.deepEqual(selection?.range.start, { line: 5, character: 14 });
    assert.deepEqual(selection?.parent?.range.start, { line: 5, character: 4 });
    const linked = await connection.sendRequest(LinkedEditingRangeRequest.type, { textDocument, position: jump });
    assert.equal(linked?.ranges.length, 2);
  });

  test('links lead to the pages of actions', async ({ open, connection }) => {
    await open(uri, good);
    const links = await connection.sendRequest(DocumentLinkRequest.type, { textDocument });
    assert.match(links?.[0]?.target ?? '', /^https:\/\/docs\.aws\.amazon\.com\/.*sleep\.html$/);
  });

  test(
    'nothing is offered that the editor does not know',
    async ({ initialized }) => {
      const offered = Object.keys(initialized.capabilities);
      for (const provider of [
        'definitionProvider',
        'renameProvider',
        'semanticTokensProvider',
        'callHierarchyProvider',
      ])
        assert.ok(!offered.includes(provider));
    },
    {},
  );
});

describe('what is drawn', () => {
  test('colours come whole, as the difference, and for a stretch', async ({ open, change, connection }) => {
    await open(uri, good);
    const whole = await connection.sendRequest(SemanticTokensRequest.type, { textDocument });
    assert.equal((whole?.data.length ?? 0) / 5, 3);
    await change(uri, { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: '\n' });
    const previousResultId = whole?.resultId ?? '';
    const delta = await connection.sendRequest(SemanticTokensDeltaRequest.type, { textDocument, previousResultId });
    assert.ok(delta && 'edits' in delta);
    assert.deepEqual(delta.edits, [{ start: 0, deleteCount: 1, data: [4] }]);
    const range = { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } };
    const part = await connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range });
    assert.equal((part?.data.length ?? 0) / 5, 1);
  });

  const branching = `schemaVersion: '0.3'
mainSteps:
- { name: choose, action: aws:branch, inputs: { Choices: [{ NextStep: choose, Variable: a, StringEquals: b }] } }
- { name: last, action: aws:sleep, inputs: { Duration: PT1S } }
`;

  test('hints stand where the next step is not obvious', async ({ open, connection }) => {
    await open(uri, branching);
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const found = await connection.sendRequest(InlayHintRequest.type, { textDocument, range });
    assert.deepEqual(
      found?.map(({ label, position }) => [label, position.line]),
      [['→ last', 2]],
    );
  });

  it('hints and lenses can be switched off', async () => {
    const client = await connect({ ...ableEditor, workspace: { configuration: true } });
    client.connection.onRequest('workspace/configuration', () => [
      { inlayHints: { nextStep: false }, codeLens: { references: false } },
    ]);
    try {
      await client.open(uri, branching);
      const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
      assert.deepEqual(await client.connection.sendRequest(InlayHintRequest.type, { textDocument, range }), []);
      assert.deepEqual(await client.connection.sendRequest(CodeLensRequest.type, { textDocument }), []);
    } finally {
      client.end();
    }
  });

  test('lenses count when they are seen', async ({ open, connection }) => {
    await open(uri, good);
    const lenses = (await connection.sendRequest(CodeLensRequest.type, { textDocument })) ?? [];
    assert.deepEqual(
      lenses.map(({ command }) => command),
      [undefined],
      'nothing is told of the step that no other names',
    );
    const seen = await Promise.all(lenses.map((lens) => connection.sendRequest(CodeLensResolveRequest.type, lens)));
    assert.deepEqual(
      seen.map(({ command }) => command?.title),
      ['1 reference'],
    );
    assert.equal(seen[0]?.command?.command, 'opswright.showReferences');
  });

  test('files that are none of ours stay as they are', async ({ open, connection }) => {
    await open(uri, foreign);
    assert.deepEqual(await connection.sendRequest(SemanticTokensRequest.type, { textDocument }), { data: [] });
    assert.equal(await connection.sendRequest(CodeLensRequest.type, { textDocument }), null);
    assert.equal(await connection.sendRequest(DocumentLinkRequest.type, { textDocument }), null);
  });
});

/** Two runbooks, of which one calls the other, and a command document, in folders of their own. */
const files: Record<string, string> = {
  'runbooks/parent.yaml': `schemaVersion: '0.3'
mainSteps:
- name: call
  action: aws:executeAutomation
  inputs:
    DocumentName: Child
    RuntimeParameters:
      NodeId: i-0123456789abcdef0
- name: run
  action: aws:runCommand
  inputs: { DocumentName: Tidy, InstanceIds: [i-0123456789abcdef0] }
`,
  'shared/Child.ssm.yaml': `schemaVersion: '0.3'
parameters:
  NodeId: { type: String }
mainSteps:
- { name: rest, action: aws:sleep, inputs: { Duration: 'PT{{ NodeId }}' } }
`,
  'commands/Tidy.json': JSON.stringify({
    schemaVersion: '2.2',
    mainSteps: [{ action: 'aws:runShellScript', name: 'tidy', inputs: { runCommand: ['true'] } }],
  }),
  'node_modules/x/Child.yaml': "schemaVersion: '0.3'\nmainSteps: []\n",
  'other.yaml': foreign,
};

/** A test with a workspace on disk and a server on it, once the server has looked around. */
function inWorkspace(
  name: string,
  run: (client: Client, place: (file: string) => string, folder: string) => Promise<void>,
): void {
  it(name, async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'opswright-'));
    const place = (file: string): string => pathToFileURL(path.join(folder, file)).href;
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    const client = await connect(ableEditor, folder);
    try {
      // The walk is over when a symbol is found; on a busy machine that takes its time.
      for (let tries = 0; tries < 1000; tries++) {
        if (((await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'tidy' })) ?? []).length > 0)
          break;
        await sleep(10);
      }
      await run(client, place, folder);
    } finally {
      client.end();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

describe('between documents of a workspace', () => {
  const parent = 'runbooks/parent.yaml';
  const child = 'shared/Child.ssm.yaml';
  const documentName: Position = { line: 5, character: 20 };
  const givenKey: Position = { line: 7, character: 8 };

  inWorkspace(
    'a call leads to the document, and what it gives to the parameter',
    async ({ open, connection }, place) => {
      await open(place(parent), files[parent] ?? '');
      const at = (position: Position) => ({ textDocument: { uri: place(parent) }, position });
      const [document] = (await connection.sendRequest(DefinitionRequest.type, at(documentName))) as LocationLink[];
      assert.equal(document?.targetUri, place(child));
      const [parameter] = (await connection.sendRequest(DefinitionRequest.type, at(givenKey))) as LocationLink[];
      assert.deepEqual([parameter?.targetUri, parameter?.targetRange.start], [place(child), { line: 2, character: 2 }]);
      const links = await connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri: place(parent) } });
      assert.ok(links?.some(({ target }) => target === place(child)));
      assert.ok(links?.some(({ target }) => target === place('commands/Tidy.json')));
    },
  );

  inWorkspace('a parameter is renamed in its callers, too', async ({ open, connection }, place) => {
    await open(place(child), files[child] ?? '');
    const at = { textDocument: { uri: place(child) }, position: { line: 2, character: 4 } };
    const found = await connection.sendRequest(ReferencesRequest.type, {
      ...at,
      context: { includeDeclaration: false },
    });
    assert.deepEqual(
      found?.map(({ uri: file, range }) => [file, range.start.line]),
      [
        [place(child), 4],
        [place(parent), 7],
      ],
    );
    const edit = await connection.sendRequest(RenameRequest.type, { ...at, newName: 'Node' });
    assert.deepEqual(Object.keys(edit?.changes ?? {}), [place(child), place(parent)]);
  });

  inWorkspace('symbols are those of all documents, and of nothing else', async ({ connection }, place) => {
    const ask = (query: string) => connection.sendRequest(WorkspaceSymbolRequest.type, { query });
    const all = (await ask('')) ?? [];
    assert.deepEqual(all.map(({ name }) => name).sort(), [
      'Child',
      'NodeId',
      'Tidy',
      'call',
      'parent',
      'rest',
      'run',
      'tidy',
    ]);
    const [node] = (await ask('ndid')) ?? [];
    assert.ok(node && 'range' in node.location);
    assert.deepEqual([node.name, node.containerName, node.location.uri], ['NodeId', 'Child', place(child)]);
  });

  inWorkspace('the call hierarchy tells who calls and who is called', async ({ open, connection }, place) => {
    await open(place(parent), files[parent] ?? '');
    const prepare = (position: Position) =>
      connection.sendRequest(CallHierarchyPrepareRequest.type, { textDocument: { uri: place(parent) }, position });
    const [own] = (await prepare({ line: 0, character: 0 })) ?? [];
    const [called] = (await prepare(documentName)) ?? [];
    assert.ok(own && called);
    assert.deepEqual([own.name, called.name], ['parent', 'Child']);
    const outgoing = await connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item: own });
    assert.deepEqual(
      outgoing?.map(({ to }) => to.name),
      ['Child', 'Tidy'],
    );
    const incoming = await connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item: called });
    assert.deepEqual(
      incoming?.map(({ from, fromRanges }) => [from.name, fromRanges[0]?.start.line]),
      [['parent', 5]],
    );
  });

  inWorkspace('a call is checked against the document, open or on disk', async (client, place, folder) => {
    const { open, change, pass, shown, connection } = client;
    const told = (): string => {
      const calls = shown(place(parent))?.filter(({ code }) => code === 'called-document');
      return calls?.map(({ message }) => message).join(' ') ?? 'nothing yet';
    };
    const wrong = (files[parent] ?? '').replace('NodeId:', 'Node:');
    await open(place(parent), wrong);
    await pass(0);
    assert.match(told(), /"Child" has no parameter "Node"/);
    // What is open wins over what is on disk.
    await open(place(child), files[child] ?? '');
    await pass(0);
    await change(place(child), { text: (files[child] ?? '').replaceAll('NodeId', 'Node') });
    await pass(10);
    await pass(10);
    assert.equal(told(), '');
    await client.close(place(child));
    await pass(10);
    assert.match(told(), /has no parameter "Node"/);
    writeFileSync(path.join(folder, child), (files[child] ?? '').replaceAll('NodeId', 'Other'));
    await connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: place(child), type: 2 }],
    });
    await pass(100);
    assert.match(told(), /has no parameter "Node".*needs "Other"|needs "Other".*has no parameter "Node"/);
    rmSync(path.join(folder, child));
    await connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: place(child), type: 3 }],
    });
    await pass(100);
    assert.equal(told(), '');
  });
});
