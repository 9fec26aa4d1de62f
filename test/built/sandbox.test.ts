/** `dist/cli.js sandbox` as a process: served to the real SDK, with the shell that is bundled, until a signal ends it. */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateDocumentCommand,
  DescribeInstanceInformationCommand,
  GetAutomationExecutionCommand,
  GetCommandInvocationCommand,
  SendCommandCommand,
  SSMClient,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { shellLacks, shellSample } from '../sandbox/shellSample.ts';

/** Starts the program, and a client of what its first line says. */
async function start(): Promise<{ child: ChildProcess; ssm: SSMClient }> {
  const child = spawn(process.execPath, ['dist/cli.js', 'sandbox', '--quiet', '--nodes', '5'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  const { endpoint, region, accessKeyId, secretAccessKey } = JSON.parse(line);
  assert.match(endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
  return { child, ssm: new SSMClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } }) };
}

/** Asks until there is an answer. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(100);
  }
  return assert.fail('there was no answer in time');
}

const over = (status: string | undefined): boolean => !/^(?:Pending|InProgress|Delayed)$/.test(status ?? 'Pending');

const runbook = `schemaVersion: "0.3"
mainSteps:
  - name: list
    action: aws:executeAwsApi
    inputs: { Service: ssm, Api: DescribeInstanceInformation }
    outputs: [{ Name: First, Selector: "$.InstanceInformationList[0].InstanceId", Type: String }]
outputs: [list.First]
`;

test('the pretend account serves the SDK, runs scripts and runbooks, and ends with 0 when it is told to', async (t) => {
  const { child, ssm } = await start();
  t.after(() => child.kill('SIGKILL'));
  t.after(() => ssm.destroy());

  const { InstanceInformationList: nodes = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
  assert.equal(nodes.length, 5);
  const node = nodes.find(({ PlatformType, PingStatus }) => PlatformType === 'Linux' && PingStatus === 'Online');
  const InstanceId = node?.InstanceId ?? '';

  const scripts = shellSample.map(({ script }) => `${script} || exit 1`);
  const lacks = shellLacks.map((name) => `${name} --version 2>&1`);
  const { Command } = await ssm.send(
    new SendCommandCommand({
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: [InstanceId],
      Parameters: { commands: [...scripts, ...lacks, 'exit 0'] },
    }),
  );
  const invocation = await until(async () => {
    const answer = await ssm.send(new GetCommandInvocationCommand({ CommandId: Command?.CommandId, InstanceId }));
    return over(answer.Status) ? answer : undefined;
  });
  assert.equal(invocation.StandardErrorContent, '');
  assert.deepEqual(invocation.StandardOutputContent?.trimEnd().split('\n'), [
    ...shellSample.map(({ prints }) => prints),
    ...shellLacks.map((name) => `bash: ${name}: command not found`),
  ]);
  assert.equal(invocation.Status, 'Success');

  await ssm.send(
    new CreateDocumentCommand({ Name: 'first', Content: runbook, DocumentType: 'Automation', DocumentFormat: 'YAML' }),
  );
  const started = await ssm.send(new StartAutomationExecutionCommand({ DocumentName: 'first' }));
  const run = await until(async () => {
    const { AutomationExecutionId } = started;
    const { AutomationExecution } = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
    return over(AutomationExecution?.AutomationExecutionStatus) ? AutomationExecution : undefined;
  });
  assert.equal(run.AutomationExecutionStatus, 'Success');
  assert.deepEqual(run.Outputs, { 'list.First': [nodes[0]?.InstanceId] });

  child.kill('SIGTERM');
  const [code, signal] = await once(child, 'exit');
  assert.deepEqual({ code, signal }, { code: 0, signal: null });
  assert.throws(() => process.kill(child.pid ?? 0, 0), { code: 'ESRCH' });
});
