/** What the editor does in documents of AWS Config: completion, hover, jumps, the outline. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { check, complete, definition, hover, outline, parse } from '../../server/src/language/index.ts';
import { plainOf } from '../../server/src/lspSnippets.ts';
import { completionsAt } from '../completions.ts';
import { called, managed, mark } from '../helpers.ts';

const lookups = {
  config: managed,
  document: (name: string) => called(name, undefined),
  documentNames: () => ['AWS-ConfigureS3BucketVersioning'],
};

function offered(marked: string): { label: string; after: string }[] {
  const { text, cursors } = mark(marked);
  return complete(parse(text), cursors[0] ?? 0, lookups).map(({ label, insert, range }) => ({
    label,
    after: text.slice(0, range.start) + insert + text.slice(range.end),
  }));
}

function labels(marked: string): string[] {
  return offered(marked).map(({ label }) => label);
}

function hovered(marked: string): string {
  const { text, cursors } = mark(marked);
  return hover(parse(text), cursors[0] ?? 0, lookups)?.markdown ?? '';
}

const rule = 'ConfigRuleName: tags\nSource:\n  Owner: AWS\n  SourceIdentifier: ';

test('a managed rule is offered by its identifier, also while it is typed', () => {
  assert.ok(labels(`${rule}REQ<|>\n`).includes('REQUIRED_TAGS'));
  assert.ok(labels(`${rule}<|>\n`).length > 800);
  assert.deepEqual(labels(rule.replace('AWS', 'CUSTOM_LAMBDA').concat('<|>\n')), []);
});

test('the parameters of a managed rule are offered as keys, the required ones first', () => {
  const pack = (inputs: string): string =>
    `Resources:\n  Tags:\n    Type: AWS::Config::ConfigRule\n    Properties:\n      Source:\n        Owner: AWS\n        SourceIdentifier: REQUIRED_TAGS\n      InputParameters:\n${inputs}`;
  const found = offered(pack('        <|>\n'));
  assert.ok(found.some(({ label }) => label === 'tag1Key'));
  assert.match(found.find(({ label }) => label === 'tag1Key')?.after ?? '', / {8}tag1Key: .*CostCenter/);
  assert.ok(!labels(pack('        tag1Key: team\n        <|>\n')).includes('tag1Key'));
});

test('parameters are offered inside the JSON of a text, and their values too', () => {
  const text = `${rule}REQUIRED_TAGS\nInputParameters: '{<|>}'\n`;
  const first = offered(text).find(({ label }) => label === 'tag1Key');
  assert.match(first?.after ?? '', /\{"tag1Key": "CostCenter"\}/);
  const desync = `${rule}ALB_DESYNC_MODE_CHECK\nInputParameters: '{"desyncMode": "<|>"}'\n`;
  assert.deepEqual(labels(desync), ['defensive', 'strictest', 'monitor']);
  const json = `{\n  "ConfigRuleName": "a",\n  "Source": { "Owner": "AWS", "SourceIdentifier": "REQUIRED_TAGS" },\n  "InputParameters": "{<|>}"\n}\n`;
  const escaped = offered(json).find(({ label }) => label === 'tag1Key')?.after ?? '';
  assert.equal(JSON.parse(escaped).InputParameters, '{"tag1Key": "CostCenter"}');
});

test('a scope is offered the types that the rule evaluates', () => {
  const scope = 'Scope:\n  ComplianceResourceTypes:\n    - <|>\n';
  assert.deepEqual(labels(`${rule}S3_BUCKET_VERSIONING_ENABLED\n${scope}`), ['AWS::S3::Bucket']);
});

test('frequencies, owners and keys are offered by the shape', () => {
  assert.ok(labels(`${rule}ACCESS_KEYS_ROTATED\nMaximumExecutionFrequency: <|>\n`).includes('TwentyFour_Hours'));
  assert.ok(labels(`${rule}ACCESS_KEYS_ROTATED\n<|>\n`).includes('Scope'));
});

const pack = `Parameters:
  Days:
    Type: String
    Default: "90"
    Description: Days to keep.
Conditions:
  Strict: !Equals [!Ref Days, "1"]
Resources:
  Keys:
    Type: AWS::Config::ConfigRule
    Condition: Strict
    Properties:
      ConfigRuleName: keys
      InputParameters:
        maxAccessKeyAge: !Ref Days
      Source:
        Owner: AWS
        SourceIdentifier: ACCESS_KEYS_ROTATED
  Repair:
    Type: AWS::Config::RemediationConfiguration
    DependsOn: Keys
    Properties:
      ConfigRuleName: keys
      TargetType: SSM_DOCUMENT
      TargetId: AWS-ConfigureS3BucketVersioning
      Parameters:
        BucketName:
          ResourceValue:
            Value: RESOURCE_ID
`;

test('a remediation is offered runbooks, their parameters and the rules of the pack', () => {
  assert.deepEqual(labels(pack.replace('TargetId: AWS-ConfigureS3BucketVersioning', 'TargetId: <|>')), [
    'AWS-ConfigureS3BucketVersioning',
  ]);
  const keys = labels(pack.replace(/( +)BucketName:\n/, '$1BucketName:\n').concat('        <|>\n'));
  assert.ok(keys.includes('VersioningState') && keys.includes('AutomationAssumeRole') && !keys.includes('BucketName'));
  assert.deepEqual(labels(pack.replace(/keys(?=\n {6}TargetType)/, '<|>')), ['keys']);
});

test('pointing at a managed rule, a parameter or a reference says what it is', () => {
  assert.match(hovered(pack.replace('ACCESS_KEYS', 'ACC<|>ESS_KEYS')), /periodically[\s\S]*maxAccessKeyAge/);
  assert.match(hovered(pack.replace('maxAccess', 'max<|>Access')), /whole number, required/);
  assert.match(hovered(pack.replace('maxAccessKeyAge: !Ref Days', 'maxAccessKeyAge: !Ref Da<|>ys')), /Days to keep/);
  assert.match(hovered(pack.replace('BucketName', 'Bucket<|>Name')), /String, required/);
  const text = `${rule}REQUIRED_TAGS\nInputParameters: '{"tag1<|>Key": "team"}'\n`;
  assert.match(hovered(text), /\*\*tag1Key\*\* — text, required/);
});

test('a reference, a condition, a dependency and the rule of a remediation lead to what they name', () => {
  for (const [from, to] of [
    ['maxAccessKeyAge: !Ref Da<|>ys', 'Days'],
    ['Condition: Str<|>ict', 'Strict'],
    ['DependsOn: Ke<|>ys', 'Keys'],
    ['ConfigRuleName: ke<|>ys\n      TargetType', 'keys'],
  ] as const) {
    const { text, cursors } = mark(pack.replace(from.replace('<|>', ''), from));
    const [target] = definition(parse(text), cursors[0] ?? 0)?.targets ?? [];
    assert.equal(text.slice(target?.selection.start, target?.selection.end), to, from);
  }
});

test('the outline shows what each resource is', () => {
  const resources = outline(parse(pack)).find(({ name }) => name === 'Resources');
  assert.deepEqual(
    resources?.children.map(({ name, detail }) => `${name}: ${detail}`),
    ['Keys: ACCESS_KEYS_ROTATED', 'Repair: AWS::Config::RemediationConfiguration'],
  );
});

test('the snippets that are whole documents are sound', () => {
  const snippets = JSON.parse(readFileSync('snippets/config.json', 'utf8')) as Record<string, { body: string[] }>;
  for (const [name, { body }] of Object.entries(snippets)) {
    const plain = plainOf(body.join('\n'));
    const text = /^\w+:\n {2}Type:/.test(plain) ? `Resources:\n${plain.replace(/^/gm, '  ')}\n` : `${plain}\n`;
    const errors = check(parse(text), { lookups }).filter(({ severity }) => severity === 'error');
    // A remediation by itself has no rule yet.
    const grave = errors.filter(({ rule: id }) => id !== 'undefined-reference');
    assert.deepEqual(
      grave.map(({ message }) => message),
      [],
      name,
    );
    assert.notEqual(parse(text).parts[0]?.kind, undefined, name);
  }
});

test('a rule and its remediation are offered whole among the resources of a pack', () => {
  const pack = `Resources:\n  Keys:\n    Type: AWS::Config::ConfigRule\n    Properties:\n      ConfigRuleName: keys\n      Source:\n        Owner: AWS\n        SourceIdentifier: ACCESS_KEYS_ROTATED\n  <|>\n`;
  const found = completionsAt(pack, 'yaml', lookups);
  assert.deepEqual(found.labels, ['ConfigRule', 'Remediation']);
  assert.match(found.accept('ConfigRule'), /\n {2}ConfigRule:\n {4}Type: AWS::Config::ConfigRule\n {4}Properties:\n/);
  assert.match(found.accept('Remediation'), /\n {6}ConfigRuleName: keys\n {6}TargetType: SSM_DOCUMENT\n/);
});
