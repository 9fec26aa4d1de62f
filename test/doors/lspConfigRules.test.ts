import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Location } from 'vscode-languageserver/node';
import { configRulesRequest } from '../../server/src/protocol.ts';
import { ableEditor, connect } from '../helpers-lsp.ts';

const runbook =
  "schemaVersion: '0.3'\nmainSteps:\n  - name: wait\n    action: aws:sleep\n    inputs:\n      Duration: PT1S\n";
const source = { Owner: 'AWS', SourceIdentifier: 'REQUIRED_TAGS' };
const template = (property: string): string =>
  `Resources:\n  Tags:\n    Type: AWS::Config::ConfigRule\n    Properties:\n${property}      Source:\n        Owner: AWS\n        SourceIdentifier: REQUIRED_TAGS\n`;

const files = {
  // A runbook that is called like a rule is none.
  'required-tags.yaml': runbook,
  'tags.json': `${JSON.stringify({ ConfigRule: { ConfigRuleName: 'required-tags', Source: source } }, undefined, 2)}\n`,
  'template.yaml': template('      ConfigRuleName: in-a-template\n'),
  'unnamed.yaml': template(''),
};

async function placesOf(...names: string[]): Promise<string[][]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'opswright-'));
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  const client = await connect(ableEditor, folder);
  try {
    const answers: string[][] = [];
    for (const name of names) {
      const found = await client.connection.sendRequest<Location[]>(configRulesRequest, { name });
      answers.push(
        found.map(({ uri, range: { start } }) => {
          const file = Object.keys(files).find((each) => pathToFileURL(path.join(folder, each)).href === uri);
          return `${file}:${start.line + 1}`;
        }),
      );
    }
    return answers;
  } finally {
    client.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('rules of AWS Config in a workspace', () => {
  it('are found by the names they have in the account, whatever their files are called', async () => {
    const [own, inTemplate] = await placesOf('required-tags', 'in-a-template');
    assert.deepEqual(own, ['tags.json:3']);
    assert.deepEqual(inTemplate, ['template.yaml:5']);
  });

  it('are found by the names that a conformance pack gives them', async () => {
    const [ofPack, other, unknown] = await placesOf(
      'in-a-template-conformance-pack-a1b2c3d4e',
      'in-a-template-pack',
      'nobody',
    );
    assert.deepEqual([ofPack, other, unknown], [['template.yaml:5'], [], []]);
  });
});
