/** Which types a text can be published as, and what else is sent with it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DocumentType } from '@aws-sdk/client-ssm';
import { isRefusal, parse, publishingOf } from '../../server/src/language/index.ts';

function publishing(text: string) {
  const found = publishingOf(parse(text));
  assert.ok(!isRefusal(found), JSON.stringify(found));
  return found;
}

const steps = (version: string, action: string, inputs = '{}'): string =>
  `schemaVersion: "${version}"\nmainSteps:\n  - name: a\n    action: ${action}\n    inputs: ${inputs}\n`;
const wrapped = (type: string): string =>
  `schemaVersion: "1.0"\ntemplateBody:\n  Resources:\n    A:\n      Type: ${type}\n      Properties: {}\n`;
const sum = 'AB'.repeat(32);

const texts: Record<string, string> = {
  runbook: steps('0.3', 'aws:sleep', '{ Duration: PT1S }'),
  approval: steps('0.3', 'aws:approve', '{ Approvers: [a] }'),
  change: `${steps('0.3', 'aws:approve', '{ Approvers: [a] }')}executableRunBooks:\n  - name: a\n`,
  command: steps('2.2', 'aws:runShellScript', '{ runCommand: [id] }'),
  inventory: steps('2.2', 'aws:softwareInventory', '{ applications: Enabled }'),
  old: 'schemaVersion: "1.2"\nruntimeConfig:\n  aws:runShellScript:\n    properties: []\n',
  session: 'schemaVersion: "1.0"\nsessionType: Standard_Stream\ninputs: {}\n',
  package: `{"schemaVersion":"2.0","version":"1","packages":{},"files":{"app.zip":{"checksums":{"sha256":"${sum}"}},"b.zip":{}}}`,
  stack: wrapped('AWS::SNS::Topic'),
  pack: wrapped('AWS::Config::ConfigRule'),
  setup: 'schemaVersion: "1.0"\ndeploymentConfig: []\n',
  calendar: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n',
  cedar:
    'permit (\n  principal in AWS::IdentityStore::Group::"a",\n  action == AWS::SSM::Action::"getTokenForInstanceAccess",\n  resource\n);\n',
  json: '{ "dark": true }',
  schema: '{ "$schema": "http://json-schema.org/draft-04/schema#", "type": "object" }',
  yaml: '# Flags\ndark: true\n',
  plain: 'nothing that has a shape\n',
};

test('a text is published as the types that its content leaves open, the likeliest first', () => {
  const told = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, publishing(text).types.join(' ')]),
  );
  assert.deepEqual(told, {
    runbook: 'Automation',
    approval: 'Automation Automation.ChangeTemplate',
    change: 'Automation.ChangeTemplate',
    command: 'Command Policy',
    inventory: 'Policy Command',
    old: 'Command',
    session: 'Session',
    package: 'Package',
    stack: 'CloudFormation',
    pack: 'ConformancePackTemplate CloudFormation',
    setup: 'QuickSetup',
    calendar: 'ChangeCalendar',
    cedar: 'AutoApprovalPolicy',
    json: 'ApplicationConfiguration ApplicationConfigurationSchema ManualApprovalPolicy ProblemAnalysis ProblemAnalysisTemplate',
    schema:
      'ApplicationConfigurationSchema ApplicationConfiguration ManualApprovalPolicy ProblemAnalysis ProblemAnalysisTemplate',
    yaml: 'ApplicationConfiguration',
    plain: 'ApplicationConfiguration',
  });
});

test('every type of the service can be published, but for the one that AppConfig keeps to itself', () => {
  const reached = new Set(Object.values(texts).flatMap((text) => publishing(text).types));
  assert.deepEqual(
    [...reached].sort(),
    Object.values(DocumentType)
      .filter((type) => type !== 'DeploymentStrategy')
      .sort(),
  );
});

test('the format is that of the text, and a text of no shape of ours is marked as such', () => {
  const told = (name: string) => {
    const { format, unrecognised = false } = publishing(texts[name] ?? '');
    return `${format} ${unrecognised}`;
  };
  assert.equal(told('runbook'), 'YAML false');
  assert.equal(told('package'), 'JSON false');
  assert.equal(told('calendar'), 'TEXT false');
  assert.equal(told('json'), 'JSON true');
  assert.equal(told('yaml'), 'YAML true');
  assert.equal(told('plain'), 'TEXT true');
});

test('the files that a document names go with it, with their checksums', () => {
  assert.deepEqual(publishing(texts.package ?? '').attachments, [
    { name: 'app.zip', sha256: sum.toLowerCase() },
    { name: 'b.zip' },
  ]);
  assert.equal(publishing(texts.command ?? '').attachments, undefined);
});

test('a wrapped template with a document in it is published as what it is', () => {
  const text = `schemaVersion: "1.0"\ntemplateBody:\n  Resources:\n    A:\n      Type: AWS::SSM::Document\n      Properties:\n        DocumentType: Automation\n        Content:\n          schemaVersion: "0.3"\n          mainSteps: [{ name: a, action: 'aws:sleep', inputs: { Duration: PT1S } }]\n`;
  assert.deepEqual(publishing(text).types, ['CloudFormation']);
});

test('the type that a template gives a document is its type', () => {
  const template = (type: string) =>
    `Resources:\n  A:\n    Type: AWS::SSM::Document\n    Properties:${type}\n      Content:\n        schemaVersion: "2.2"\n        mainSteps: [{ name: a, action: 'aws:softwareInventory', inputs: {} }]\n`;
  assert.deepEqual(publishing(template('\n      DocumentType: Policy')).types, ['Policy']);
  assert.deepEqual(publishing(template('')).types, ['Command']);
});
