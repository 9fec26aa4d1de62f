/** Run files as an editor sees them: values of an account that come, come late or not at all. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  CodeLensRequest,
  CodeLensResolveRequest,
  type CompletionItem,
  type CompletionList,
  CompletionRequest,
  DefinitionRequest,
  DocumentLinkRequest,
  HoverRequest,
  type LocationLink,
  RenameRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import type {
  DocumentStep,
  InitializationOptions,
  LiveValue,
  LiveValuesParams,
  NewRunFileAnswer,
  RunFileRequest,
  RunnableAnswer,
} from '../../server/src/protocol.ts';
import { ableEditor, type Client, connect } from '../helpers-lsp.ts';

const run = 'file:///work/scan.run.yaml';
const nodes = 'run: AWS-RunShellScript\naccount: demo\ntargets:\n  ids:\n    - ';

/** A server whose client has an account. */
function live(name: string, work: (client: Client) => Promise<void>): void {
  it(name, async () => {
    const client = await connect(ableEditor, undefined, { liveValues: true });
    try {
      await work(client);
    } finally {
      client.end();
    }
  });
}

async function completion({ connection }: Client, text: string): Promise<{ labels: string[]; incomplete: boolean }> {
  const lines = text.split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  const answer = (await connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri: run },
    position,
  })) as CompletionItem[] | CompletionList;
  const items = Array.isArray(answer) ? answer : answer.items;
  return { labels: items.map(({ label }) => label), incomplete: !Array.isArray(answer) && answer.isIncomplete };
}

describe('values of an account', () => {
  live('are asked of the client, for the account that the run file names', async (client) => {
    const asked: LiveValuesParams[] = [];
    client.connection.onRequest('opswright/liveValues', (params: LiveValuesParams): LiveValue[] => {
      asked.push(params);
      return [{ value: 'i-0a1b2c3d4e5f60718', label: 'web-1' }];
    });
    await client.open(run, nodes);
    assert.deepEqual(await completion(client, nodes), { labels: ['web-1 (i-0a1b2c3d4e5f60718)'], incomplete: false });
    assert.deepEqual(asked, [{ kind: 'nodes', account: 'demo', prefix: '' }]);
  });

  live('that do not come in time are cancelled, and the list is asked for anew as typing goes on', async (client) => {
    let cancelled = false;
    client.connection.onRequest('opswright/liveValues', (_: LiveValuesParams, token) => {
      return new Promise((resolve) => {
        token.onCancellationRequested(() => {
          cancelled = true;
          resolve([]);
        });
      });
    });
    const text = 'run: X\nversion: ';
    await client.open(run, text);
    const answer = completion(client, text);
    await client.pass(1499);
    assert.equal(cancelled, false);
    await client.pass(1);
    assert.deepEqual(await answer, { labels: ['$DEFAULT', '$LATEST'], incomplete: true });
    await client.settle();
    assert.equal(cancelled, true);
  });

  live('that cannot be had leave the rest of the list', async (client) => {
    client.connection.onRequest('opswright/liveValues', () => {
      throw new Error('The session has expired');
    });
    const text = 'run: X\nversion: ';
    await client.open(run, text);
    assert.deepEqual(await completion(client, text), { labels: ['$DEFAULT', '$LATEST'], incomplete: false });
    assert.ok(client.logged.some((line) => line.includes('The session has expired')));
  });

  it('are not asked of a client that has none', async () => {
    const client = await connect(ableEditor);
    try {
      client.connection.onRequest('opswright/liveValues', () => assert.fail('asked'));
      await client.open(run, nodes);
      assert.deepEqual((await completion(client, nodes)).labels, []);
    } finally {
      client.end();
    }
  });

  live('fill in what is known of a document: its parameters come from its text', async (client) => {
    let texts = 0;
    client.connection.onRequest('opswright/liveValues', (): LiveValue[] => [{ value: 'vpc-1' }]);
    client.connection.onRequest('opswright/documentText', ({ name }: { name: string }) => {
      texts++;
      const parameters = { Vpc: { type: 'AWS::EC2::VPC::Id', description: 'Where.' } };
      const content = { schemaVersion: '0.3', description: 'Sweeps.', parameters, mainSteps: [] };
      return { name, text: JSON.stringify(content) };
    });
    const keys = 'run: Sweep\nparameters:\n  ';
    await client.open(run, keys);
    assert.deepEqual((await completion(client, keys)).labels, ['Vpc']);
    const value = `${keys}Vpc: `;
    await client.change(run, { text: value });
    assert.deepEqual((await completion(client, value)).labels, ['vpc-1']);
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: run },
      position: { line: 0, character: 6 },
    });
    assert.match(JSON.stringify(hover), /Sweeps\./);
    assert.equal(texts, 1, 'the text is kept for a while');
    await client.pass(10);
    assert.deepEqual(client.shown(run), [], 'what only the account knows is never a problem');
  });
});

describe('a run file in a workspace', () => {
  const runbook = [
    'schemaVersion: "0.3"',
    'parameters:',
    '  Host:',
    '    type: String',
    '    description: The host.',
    'mainSteps:',
    '  - name: wait',
    '    action: aws:sleep',
    '    inputs:',
    '      Duration: "{{ Host }}"',
    '',
  ].join('\n');
  const text = 'run: ./wait.ssm.yaml\nparameters:\n  Host: a\n';

  it('leads to its document, and follows the names of its parameters', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'opswright-'));
    mkdirSync(path.join(folder, 'ops'));
    const at = (name: string): string => path.join(folder, 'ops', name);
    writeFileSync(at('wait.ssm.yaml'), runbook);
    writeFileSync(at('now.run.yaml'), text);
    const client = await connect(ableEditor, folder);
    const [runUri, documentUri] = [pathToFileURL(at('now.run.yaml')).href, pathToFileURL(at('wait.ssm.yaml')).href];
    const definition = async (line: number, character: number) => {
      const textDocument = { uri: runUri };
      const found = await client.connection.sendRequest(DefinitionRequest.type, {
        textDocument,
        position: { line, character },
      });
      const [link] = found as LocationLink[];
      return [link?.targetUri, link?.targetSelectionRange.start.line];
    };
    try {
      // The walk over the folder is over when a symbol is found.
      for (let tries = 0; tries < 1000; tries++) {
        const found = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'wait' });
        if ((found ?? []).length > 0) break;
        await sleep(10);
      }
      // Answered once the folder has been walked through.
      await client.connection.sendRequest('opswright/localDocuments');
      await client.open(runUri, text);
      await client.open(documentUri, runbook);
      assert.deepEqual(await definition(0, 8), [documentUri, 0]);
      assert.deepEqual(await definition(2, 3), [documentUri, 2]);
      const links = await client.connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri: runUri } });
      assert.deepEqual(
        links?.map(({ target }) => target),
        [documentUri],
      );
      const edit = await client.connection.sendRequest(RenameRequest.type, {
        textDocument: { uri: documentUri },
        position: { line: 2, character: 3 },
        newName: 'Machine',
      });
      assert.equal(edit?.changes?.[documentUri]?.length, 2);
      assert.deepEqual(edit?.changes?.[runUri], [
        { range: { start: { line: 2, character: 2 }, end: { line: 2, character: 6 } }, newText: 'Machine' },
      ]);
    } finally {
      client.end();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('running', () => {
  const document = { uri: 'file:///work/wait.ssm.yaml' };
  const runbook = [
    'schemaVersion: "0.3"',
    'description: Waits.',
    'parameters:',
    '  Host:',
    '    type: String',
    '    description: The host.',
    'mainSteps:',
    '  - name: wait',
    '    action: aws:sleep',
    '    inputs:',
    '      Duration: "{{ Host }}"',
    '',
  ].join('\n');

  async function lensesOf({ connection }: Client, uri: string) {
    const found = (await connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } })) ?? [];
    const seen = await Promise.all(found.map((lens) => connection.sendRequest(CodeLensResolveRequest.type, lens)));
    return seen.map(({ command }) => [command?.title, command?.command, command?.arguments?.[0]]);
  }

  async function withClient(options: InitializationOptions, work: (client: Client) => Promise<void>): Promise<void> {
    const client = await connect(ableEditor, undefined, options);
    try {
      await work(client);
    } finally {
      client.end();
    }
  }

  it('is offered by lenses to a client that has the commands', () =>
    withClient({ run: true }, async (client) => {
      await client.open(document.uri, runbook);
      await client.open(run, nodes);
      const first = ['▶ Run…', 'opswright.runDocument', document.uri];
      assert.deepEqual((await lensesOf(client, document.uri))[0], first);
      assert.deepEqual(await lensesOf(client, run), [
        ['▶ Run', 'opswright.runFile', run],
        ['Show Targets', 'opswright.previewTargets', run],
      ]);
      const lastRun = { uri: document.uri, where: 'web-1, demo' };
      await client.connection.sendNotification('opswright/lastRun', lastRun);
      assert.deepEqual((await lensesOf(client, document.uri)).slice(0, 2), [
        first,
        ['Run again (web-1, demo)', 'opswright.runAgain', document.uri],
      ]);
      await client.connection.sendNotification('opswright/lastRun', { ...lastRun, where: null });
      assert.equal((await lensesOf(client, document.uri)).length, 2, 'beside it the count of a parameter');
    }));

  it('is offered to no other client', () =>
    withClient({}, async (client) => {
      await client.open(run, nodes);
      assert.deepEqual(await lensesOf(client, run), []);
    }));

  it('begins with what an open document asks for, and a run file for it', () =>
    withClient({}, async ({ open, connection }) => {
      await open(document.uri, runbook);
      const asks: RunnableAnswer = await connection.sendRequest('opswright/runnable', { document });
      assert.ok(asks && 'kind' in asks);
      assert.deepEqual(
        [asks.kind, asks.name, asks.parameters.map(({ name }) => name)],
        ['automation', 'wait', ['Host']],
      );
      const made: NewRunFileAnswer = await connection.sendRequest('opswright/newRunFile', {
        document,
        run: './wait.ssm.yaml',
        account: 'demo',
      });
      assert.ok(made && 'snippet' in made);
      assert.equal(made.fileName, 'wait.run.yaml');
      assert.match(made.snippet, /^run: \.\/wait\.ssm\.yaml\naccount: demo\nparameters:\n.*\n {2}Host: \$1$/m);
      assert.equal(
        await connection.sendRequest('opswright/runnable', { document: { uri: 'file:///no/x.yaml' } }),
        null,
      );
    }));

  it('takes the text of a published document', () =>
    withClient({}, async ({ connection }) => {
      const source = { name: 'arn:aws:ssm:eu-west-1:111122223333:document/Wait', text: runbook };
      const asks: RunnableAnswer = await connection.sendRequest('opswright/runnable', { document: source });
      assert.ok(asks && 'kind' in asks);
      assert.equal(asks.name, 'Wait');
      const steps: DocumentStep[] = await connection.sendRequest('opswright/steps', { document: source });
      assert.deepEqual(
        steps.map(({ name, selection }) => [name, selection.start]),
        [['wait', { line: 7, character: 10 }]],
      );
    }));

  it('ends in a request, once the document is known', () =>
    withClient({}, async ({ connection }) => {
      const runFile = { text: 'run: Wait\nparameters:\n  Host: a\n' };
      const first: RunFileRequest = await connection.sendRequest('opswright/runRequest', { runFile });
      assert.deepEqual(first, { document: { name: 'Wait' }, problems: [], unknown: true });
      const fetched = { name: 'Wait', text: runbook };
      const second: RunFileRequest = await connection.sendRequest('opswright/runRequest', {
        runFile,
        document: fetched,
      });
      assert.deepEqual(second.request, {
        kind: 'automation',
        input: { DocumentName: 'Wait', Parameters: { Host: ['a'] } },
      });
    }));

  it('knows the file that a run file names', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'opswright-'));
    writeFileSync(path.join(folder, 'wait.ssm.yaml'), runbook);
    writeFileSync(path.join(folder, 'now.run.yaml'), 'run: ./wait.ssm.yaml\nparameters:\n  Hots: a\n');
    const client = await connect(ableEditor, folder);
    try {
      const runFile = { uri: pathToFileURL(path.join(folder, 'now.run.yaml')).href };
      const answer: RunFileRequest = await client.connection.sendRequest('opswright/runRequest', { runFile });
      const local = { uri: pathToFileURL(path.join(folder, 'wait.ssm.yaml')).href, name: 'wait' };
      assert.deepEqual([answer.local, answer.request], [local, undefined]);
      assert.deepEqual(answer.problems[0]?.range, { start: { line: 2, character: 2 }, end: { line: 2, character: 6 } });
    } finally {
      client.end();
      rmSync(folder, { recursive: true });
    }
  });
});
