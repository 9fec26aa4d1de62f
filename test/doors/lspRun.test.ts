/** Run files as an editor sees them: values of an account that come, come late or not at all. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  type CompletionItem,
  type CompletionList,
  CompletionRequest,
  DefinitionRequest,
  DocumentLinkRequest,
  HoverRequest,
  type LocationLink,
  RenameRequest,
} from 'vscode-languageserver/node';
import type { LiveValue, LiveValuesParams } from '../../server/src/protocol.ts';
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
