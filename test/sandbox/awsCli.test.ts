/** The AWS CLI talks to the account as to any other, with an endpoint, a Region and credentials set. */

import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { credentials, type Sandbox, withSandbox } from '../helpers-sandbox.ts';
import { thorough } from '../sample.ts';

// Each of its starts takes most of a second, too long for what runs before each commit.
const installed = () => spawnSync('aws', ['--version']).status === 0;
const options = !thorough ? { skip: 'npm test has it' } : installed() ? {} : { skip: 'the AWS CLI is not installed' };

const runbook = `schemaVersion: "0.3"
mainSteps:
  - name: rest
    action: aws:sleep
    inputs:
      Duration: PT1M
    isEnd: true
`;

interface Told {
  status: number;
  output: string;
  errors: string;
}

test(
  'the AWS CLI lists nodes, creates a document, sends a command, follows an automation and evaluates a rule',
  options,
  () =>
    withSandbox(async (sandbox) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'opswright-cli-'));
      try {
        await everything(sandbox, folder);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
);

async function everything({ endpoint, pass }: Sandbox, folder: string): Promise<void> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_DEFAULT_OUTPUT: 'json',
    AWS_PAGER: '',
  };
  const aws = (...args: string[]): Promise<Told> =>
    new Promise((resolve) => {
      execFile('aws', ['--endpoint-url', endpoint, ...args], { env, cwd: folder }, (error, output, errors) =>
        resolve({ status: error === null ? 0 : Number(error.code), output, errors }),
      );
    });
  const query = async (wanted: string, ...args: string[]): Promise<string> => {
    const { status, output, errors } = await aws(...args, '--query', wanted, '--output', 'text');
    assert.equal(status, 0, errors);
    return output.trim();
  };

  const nodes = await query('length(InstanceInformationList)', 'ssm', 'describe-instance-information');
  assert.equal(nodes, '25');

  await writeFile(path.join(folder, 'rest.yaml'), runbook);
  await writeFile(path.join(folder, 'bad.yaml'), runbook.replace('aws:sleep', 'aws:slep'));
  const create = (name: string) =>
    ['ssm', 'create-document', '--name', name, '--document-type', 'Automation', '--document-format', 'YAML'].concat(
      '--content',
      `file://${name}.yaml`,
    );
  assert.equal(await query('DocumentDescription.Name', ...create('rest')), 'rest');
  const refused = await aws(...create('bad'));
  assert.notEqual(refused.status, 0);
  assert.match(refused.errors, /InvalidDocumentContent/);

  const online = 'InstanceInformationList[?PlatformType==`Linux` && PingStatus==`Online`].InstanceId | [0]';
  const node = await query(online, 'ssm', 'describe-instance-information');
  const sent = ['ssm', 'send-command', '--document-name', 'AWS-RunShellScript', '--instance-ids', node];
  const command = await query('Command.CommandId', ...sent, '--parameters', 'commands=["echo from the node"]');
  await pass(10);
  const asked = ['ssm', 'get-command-invocation', '--command-id', command, '--instance-id', node];
  assert.equal(await query('[Status,StandardOutputContent]', ...asked), 'Success\tfrom the node');

  const started = ['ssm', 'start-automation-execution', '--document-name', 'rest'];
  const run = await query('AutomationExecutionId', ...started);
  const follow = ['ssm', 'get-automation-execution', '--automation-execution-id', run];
  await pass(10);
  assert.equal(await query('AutomationExecution.AutomationExecutionStatus', ...follow), 'InProgress');
  await pass(120);
  assert.equal(await query('AutomationExecution.AutomationExecutionStatus', ...follow), 'Success');

  const Source = { Owner: 'AWS', SourceIdentifier: 'S3_BUCKET_VERSIONING_ENABLED' };
  const rule = JSON.stringify({ ConfigRuleName: 'versions', Source });
  assert.equal((await aws('configservice', 'put-config-rule', '--config-rule', rule)).status, 0);
  await pass(20);
  const compliance = ['configservice', 'describe-compliance-by-config-rule', '--config-rule-names', 'versions'];
  assert.equal(await query('ComplianceByConfigRules[0].Compliance.ComplianceType', ...compliance), 'NON_COMPLIANT');
}
