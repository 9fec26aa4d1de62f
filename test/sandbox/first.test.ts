/** The pretend account as the real SDK sees it: nodes, documents, commands and automations. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import {
  CreateDocumentCommand,
  DescribeInstanceInformationCommand,
  GetAutomationExecutionCommand,
  GetCommandInvocationCommand,
  GetDocumentCommand,
  ListCommandInvocationsCommand,
  ListDocumentsCommand,
  paginateDescribeInstanceInformation,
  SendCommandCommand,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { withSandbox } from '../helpers-sandbox.ts';

test('the caller is known', () =>
  withSandbox(async ({ sts }) => {
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    assert.equal(identity.Account, '123456789012');
    assert.match(identity.Arn ?? '', /^arn:aws:iam::123456789012:user\//);
  }));

test('nodes come in pages, and by filter', () =>
  withSandbox(async ({ ssm }) => {
    const ids: string[] = [];
    let pages = 0;
    for await (const page of paginateDescribeInstanceInformation({ client: ssm, pageSize: 10 }, {})) {
      pages++;
      for (const node of page.InstanceInformationList ?? []) {
        assert.ok(node.LastPingDateTime instanceof Date);
        ids.push(node.InstanceId ?? '');
      }
    }
    assert.equal(pages, 3);
    assert.equal(new Set(ids).size, 25);
    const windows = await ssm.send(
      new DescribeInstanceInformationCommand({ Filters: [{ Key: 'PlatformTypes', Values: ['Windows'] }] }),
    );
    assert.ok((windows.InstanceInformationList?.length ?? 0) > 2);
    assert.ok(windows.InstanceInformationList?.every(({ PlatformType }) => PlatformType === 'Windows'));
  }));

test('EC2 lists the same machines in its own XML', () =>
  withSandbox(async ({ ec2 }) => {
    const { Reservations = [] } = await ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: 'instance-state-name', Values: ['stopped'] }] }),
    );
    assert.equal(Reservations.length, 1);
    const [instance] = Reservations[0]?.Instances ?? [];
    assert.equal(instance?.State?.Name, 'stopped');
    assert.ok(instance?.LaunchTime instanceof Date);
    assert.ok(instance?.Tags?.some(({ Key }) => Key === 'Name'));
  }));

const runbook = `schemaVersion: "0.3"
mainSteps:
  - name: rest
    action: aws:sleep
    inputs:
      Duration: PT1M
    isEnd: true
`;

test('a document is created, listed and read back', () =>
  withSandbox(async ({ ssm }) => {
    const { DocumentDescription } = await ssm.send(
      new CreateDocumentCommand({ Name: 'Mine', Content: runbook, DocumentType: 'Automation', DocumentFormat: 'YAML' }),
    );
    assert.equal(DocumentDescription?.SchemaVersion, '0.3');
    const { DocumentIdentifiers = [] } = await ssm.send(
      new ListDocumentsCommand({ Filters: [{ Key: 'Owner', Values: ['Self'] }] }),
    );
    assert.ok(DocumentIdentifiers.some(({ Name }) => Name === 'Mine'));
    assert.ok(DocumentIdentifiers.every(({ Owner }) => Owner === '123456789012'));
    const asJson = await ssm.send(new GetDocumentCommand({ Name: 'Mine', DocumentFormat: 'JSON' }));
    assert.equal(JSON.parse(asJson.Content ?? '').mainSteps[0].name, 'rest');
  }));

test('a faulty document is refused with the place of the fault', () =>
  withSandbox(async ({ ssm }) => {
    const faulty = runbook.replace('aws:sleep', 'aws:slep');
    await assert.rejects(
      ssm.send(
        new CreateDocumentCommand({
          Name: 'Mine',
          Content: faulty,
          DocumentType: 'Automation',
          DocumentFormat: 'YAML',
        }),
      ),
      (error: Error) => error.name === 'InvalidDocumentContent' && /Line 4/.test(error.message),
    );
  }));

test('a command runs on a node and its output can be read', () =>
  withSandbox(async ({ ssm, pass }) => {
    const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
    const node = InstanceInformationList.find(
      ({ PlatformType, PingStatus }) => PlatformType === 'Linux' && PingStatus === 'Online',
    );
    const { Command } = await ssm.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: [node?.InstanceId ?? ''],
        Parameters: { commands: ['hostname', 'for i in 1 2; do echo $i; done', 'echo oops >&2', 'exit 3'] },
      }),
    );
    const asked = { CommandId: Command?.CommandId, InstanceId: node?.InstanceId };
    assert.equal((await ssm.send(new GetCommandInvocationCommand(asked))).Status, 'Pending');
    await pass(10);
    const invocation = await ssm.send(new GetCommandInvocationCommand(asked));
    assert.equal(invocation.Status, 'Failed');
    assert.equal(invocation.ResponseCode, 3);
    assert.equal(invocation.StandardOutputContent, `${node?.ComputerName}\n1\n2\n`);
    assert.equal(invocation.StandardErrorContent, 'oops\n');
    const { CommandInvocations = [] } = await ssm.send(
      new ListCommandInvocationsCommand({ CommandId: Command?.CommandId, Details: true }),
    );
    assert.equal(CommandInvocations[0]?.CommandPlugins?.[0]?.Name, 'runShellScript');
  }));

test('an automation stops an instance', () =>
  withSandbox(async ({ ssm, ec2, pass }) => {
    const { Reservations = [] } = await ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: 'instance-state-name', Values: ['running'] }] }),
    );
    const id = Reservations[0]?.Instances?.[0]?.InstanceId ?? '';
    const { AutomationExecutionId } = await ssm.send(
      new StartAutomationExecutionCommand({ DocumentName: 'AWS-StopEC2Instance', Parameters: { InstanceId: [id] } }),
    );
    await pass(120);
    const { AutomationExecution } = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
    assert.equal(AutomationExecution?.AutomationExecutionStatus, 'Success');
    assert.deepEqual(
      AutomationExecution?.StepExecutions?.map(({ StepName, StepStatus }) => `${StepName} ${StepStatus}`),
      ['stopInstances Success', 'forceStopInstances Success'],
    );
    const now = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    assert.equal(now.Reservations?.[0]?.Instances?.[0]?.State?.Name, 'stopped');
  }));

test('an account that has nothing to do when it starts does what comes later', async () => {
  const { newAccountData } = await import('../../server/src/sandbox/account.ts');
  const { createAccount } = await import('../../server/src/sandbox/create.ts');
  const { diskLibrary } = await import('../../server/src/sandbox/library.ts');
  let wake: (() => void) | undefined;
  const clock = {
    now: () => 1_800_000_000_000,
    wake(_at: number, run: () => void) {
      wake = run;
      return () => undefined;
    },
  };
  const account = createAccount(newAccountData(), clock, diskLibrary());
  await account.runDue();
  wake = undefined;
  account.later(-1, 'nothing', '');
  assert.ok(wake, 'No timer is set');
});
