/** What the server tells of documents that are to be published. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  type LocalDocument,
  localDocumentsRequest,
  type PublishableAnswer,
  publishableRequest,
} from '../../server/src/protocol.ts';
import { ableEditor, type Client, connect } from '../helpers-lsp.ts';
import { foreign } from '../helpers-lsp-texts.ts';

const runbook =
  "schemaVersion: '0.3'\nmainSteps:\n  - name: wait\n    action: aws:sleep\n    inputs:\n      Duration: PT1S\n";
const command = {
  schemaVersion: '2.2',
  mainSteps: [{ name: 'a', action: 'aws:runShellScript', inputs: { runCommand: ['id'] } }],
};
const template = (description: string): string =>
  `Resources:\n  Wait:\n    Type: AWS::SSM::Document\n    Properties:\n      Name: wait-a-second\n      DocumentType: Automation\n      Content:\n        schemaVersion: '0.3'\n        description: ${description}\n        mainSteps:\n          - name: wait\n            action: aws:sleep\n            inputs: { Duration: PT1S }\n`;

const files = {
  'books/wait.ssm.yaml': runbook,
  'look.json': `${JSON.stringify(command)}\n`,
  'wrong.yaml': runbook.replace('PT1S', '{{ Nothing }}'),
  'two.yaml': `${runbook}---\n${runbook}`,
  'template.yaml': template('Waits.'),
  'filled.yaml': template('!Ref What'),
  'garden.yaml': foreign,
  'rule.yaml': 'ConfigRuleName: a\nSource:\n  Owner: AWS\n  SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED\n',
  'pack.yaml':
    'Resources:\n  A:\n    Type: AWS::Config::ConfigRule\n    Properties:\n      ConfigRuleName: a\n      Source:\n        Owner: AWS\n        SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED\n',
  'look.run.yaml': 'run: ./look.json\n',
};

function inWorkspace(name: string, run: (client: Client, place: (file: string) => string) => Promise<void>): void {
  it(name, async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'opswright-'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    const client = await connect(ableEditor, folder);
    try {
      await run(client, (file) => pathToFileURL(path.join(folder, file)).href);
    } finally {
      client.end();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

describe('publishing', () => {
  inWorkspace(
    'documents that are files of their own are listed as soon as the editor is there',
    async ({ connection }, place) => {
      const all = await connection.sendRequest<LocalDocument[]>(localDocumentsRequest);
      const [first] = all.filter(({ name }) => name === 'wait');
      assert.deepEqual(all.map(({ name, types }) => `${name} ${types[0]}`).sort(), [
        'look Command',
        'wait Automation',
        'wrong Automation',
      ]);
      assert.deepEqual(first, {
        uri: place('books/wait.ssm.yaml'),
        name: 'wait',
        types: ['Automation', 'Automation.ChangeTemplate'],
        title: 'Automation runbook',
      });
    },
  );

  inWorkspace('a document is told with its name, type, format and number of problems', async (client, place) => {
    const ask = (file: string) =>
      client.connection.sendRequest<PublishableAnswer>(publishableRequest, { textDocument: { uri: place(file) } });
    assert.deepEqual(await ask('books/wait.ssm.yaml'), {
      name: 'wait',
      types: ['Automation'],
      versionOf: ['Automation', 'Automation.ChangeTemplate'],
      format: 'YAML',
      text: runbook,
      errors: 0,
      warnings: 0,
    });
    const look = await ask('look.json');
    assert.ok(look && 'format' in look);
    assert.deepEqual([look.types, look.format, look.name], [['Command', 'Policy'], 'JSON', 'look']);
    const wrong = await ask('wrong.yaml');
    assert.ok(wrong && 'errors' in wrong);
    assert.equal(wrong.errors, 1);
    await client.open(place('wrong.yaml'), runbook);
    const mended = await ask('wrong.yaml');
    assert.ok(mended && 'errors' in mended);
    assert.equal(mended.errors, 0);
  });

  inWorkspace('a document in a template is written out where the template fills in nothing', async (client, place) => {
    const ask = (file: string) =>
      client.connection.sendRequest<PublishableAnswer>(publishableRequest, { textDocument: { uri: place(file) } });
    const plain = await ask('template.yaml');
    assert.ok(plain && 'text' in plain);
    assert.deepEqual([plain.name, plain.types, plain.format], ['wait-a-second', ['Automation'], 'JSON']);
    assert.equal(JSON.parse(plain.text).mainSteps[0].inputs.Duration, 'PT1S');
    const filled = await ask('filled.yaml');
    assert.ok(filled && 'refused' in filled);
    assert.match(filled.refused, /deploy the template/);
  });

  inWorkspace('what cannot be published is refused with the reason', async (client, place) => {
    const ask = (file: string) =>
      client.connection.sendRequest<PublishableAnswer>(publishableRequest, { textDocument: { uri: place(file) } });
    assert.match(JSON.stringify(await ask('rule.yaml')), /AWS Config takes this, not Systems Manager/);
    assert.match(JSON.stringify(await ask('pack.yaml')), /make it the templateBody of a document/);
    assert.match(JSON.stringify(await ask('look.run.yaml')), /A run file is not published/);
    assert.match(JSON.stringify(await ask('two.yaml')), /holds 2 documents/);
    assert.equal(await ask('nowhere.yaml'), null);
  });
});
