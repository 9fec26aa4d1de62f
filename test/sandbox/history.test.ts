/** What a new account has behind it, through the real SDK. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeAutomationExecutionsCommand,
  DescribeAutomationStepExecutionsCommand,
  DescribeSessionsCommand,
  GetAutomationExecutionCommand,
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  paginateDescribeAutomationExecutions,
  SendAutomationSignalCommand,
} from '@aws-sdk/client-ssm';
import { withSandbox } from '../helpers-sandbox.ts';

test('a new account has run commands: some went well, one failed, one never arrived', () =>
  withSandbox(async ({ ssm }) => {
    const { Commands = [] } = await ssm.send(new ListCommandsCommand({}));
    assert.deepEqual(
      Commands.map(({ DocumentName, StatusDetails }) => `${DocumentName} ${StatusDetails}`),
      [
        'AWS-RunShellScript Success',
        'AWS-RunShellScript Failed',
        'AWS-RunPowerShellScript Success',
        'AWS-UpdateSSMAgent DeliveryTimedOut',
      ],
    );
    const failed = Commands[1];
    const invocation = await ssm.send(
      new GetCommandInvocationCommand({ CommandId: failed?.CommandId, InstanceId: failed?.InstanceIds?.[0] }),
    );
    assert.equal(invocation.ResponseCode, 1);
    assert.match(invocation.StandardErrorContent ?? '', /nginx\.service failed/);
    const { CommandInvocations = [] } = await ssm.send(
      new ListCommandInvocationsCommand({ CommandId: Commands[0]?.CommandId, Details: true }),
    );
    assert.equal(CommandInvocations.length, 4);
    assert.match(CommandInvocations[0]?.CommandPlugins?.[0]?.Output ?? '', /^up \d+ days/);
  }));

test('the same seed has the same history, another one has another', async () => {
  const ids = async (seed: number): Promise<string> => {
    let found = '';
    await withSandbox(
      async ({ ssm }) => {
        const { Commands = [] } = await ssm.send(new ListCommandsCommand({}));
        found = Commands.map(({ CommandId, InstanceIds }) => `${CommandId} ${InstanceIds}`).join();
      },
      { seed },
    );
    return found;
  };
  assert.equal(await ids(1), await ids(1));
  assert.notEqual(await ids(1), await ids(2));
});

test('a new account has runs behind it: well ended, failed, called off, waiting for somebody, and in progress', () =>
  withSandbox(async ({ ssm }) => {
    const found: string[] = [];
    for await (const page of paginateDescribeAutomationExecutions({ client: ssm, pageSize: 4 }, {}))
      for (const run of page.AutomationExecutionMetadataList ?? [])
        found.push(`${run.DocumentName} ${run.AutomationExecutionStatus}`);
    assert.deepEqual(found, [
      'Shop-RestartWebServer InProgress',
      'Shop-PatchWithApproval Waiting',
      'Shop-RestartWebServer Failed',
      'AWS-CreateSnapshot Success',
      'AWS-RestartEC2Instance Success',
      'AWS-RestartEC2Instance Cancelled',
      'Shop-RestartWebServer Success',
      'Shop-RestartWebServer Success',
      'Shop-RestartWebServer Success',
    ]);
    const only = async (Key: 'ExecutionStatus' | 'DocumentNamePrefix' | 'ParentExecutionId', value?: string) =>
      (await ssm.send(new DescribeAutomationExecutionsCommand({ Filters: [{ Key, Values: [value ?? ''] }] })))
        .AutomationExecutionMetadataList ?? [];
    const [failed] = await only('ExecutionStatus', 'Failed');
    const steps = await ssm.send(
      new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId: failed?.AutomationExecutionId }),
    );
    const [step] = steps.StepExecutions ?? [];
    assert.equal(step?.StepStatus, 'Failed');
    // What it sent is in the history of commands.
    const CommandId = step?.Outputs?.CommandId?.[0];
    const { Commands } = await ssm.send(new ListCommandsCommand({ CommandId }));
    assert.equal(Commands?.[0]?.StatusDetails, 'Failed');
    const parent = (await only('DocumentNamePrefix', 'Shop-Restart')).find(({ ResolvedTargets }) => ResolvedTargets);
    const { AutomationExecution } = await ssm.send(
      new GetAutomationExecutionCommand({ AutomationExecutionId: parent?.AutomationExecutionId }),
    );
    assert.equal(AutomationExecution?.ProgressCounters?.SuccessSteps, 2);
    assert.equal((await only('ParentExecutionId', parent?.AutomationExecutionId)).length, 2);
  }));

test('the run that waits goes on once it is approved, and the one in progress by itself', () =>
  withSandbox(async ({ ssm, pass }) => {
    const { AutomationExecutionMetadataList: [sleeping, waiting] = [] } = await ssm.send(
      new DescribeAutomationExecutionsCommand({}),
    );
    const stateOf = async (id?: string) =>
      (await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId: id }))).AutomationExecution;
    const id = waiting?.AutomationExecutionId;
    await ssm.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Approve' }));
    await pass(600);
    assert.equal((await stateOf(id))?.AutomationExecutionStatus, 'Success');
    assert.equal((await stateOf(sleeping?.AutomationExecutionId))?.CurrentStepName, 'drain');
    await pass(2 * 3600);
    assert.notEqual((await stateOf(sleeping?.AutomationExecutionId))?.AutomationExecutionStatus, 'InProgress');
  }));

test('a new account has sessions behind it, and none open', () =>
  withSandbox(async ({ ssm }) => {
    const { Sessions = [] } = await ssm.send(new DescribeSessionsCommand({ State: 'History' }));
    assert.equal(Sessions.length, 3);
    assert.ok(Sessions.every(({ EndDate, Owner }) => EndDate instanceof Date && Owner?.includes(':user/')));
    const active = await ssm.send(new DescribeSessionsCommand({ State: 'Active' }));
    assert.deepEqual(active.Sessions, []);
  }));
