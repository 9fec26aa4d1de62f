/** Maintenance windows through the real SDK: they start at their time, do their tasks in order, and end. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CancelMaintenanceWindowExecutionCommand,
  CreateMaintenanceWindowCommand,
  type CreateMaintenanceWindowCommandInput,
  DeleteMaintenanceWindowCommand,
  DeregisterTargetFromMaintenanceWindowCommand,
  DeregisterTaskFromMaintenanceWindowCommand,
  DescribeInstanceInformationCommand,
  DescribeMaintenanceWindowExecutionsCommand,
  DescribeMaintenanceWindowExecutionTaskInvocationsCommand,
  DescribeMaintenanceWindowExecutionTasksCommand,
  DescribeMaintenanceWindowScheduleCommand,
  DescribeMaintenanceWindowsCommand,
  DescribeMaintenanceWindowsForTargetCommand,
  DescribeMaintenanceWindowTargetsCommand,
  DescribeMaintenanceWindowTasksCommand,
  GetMaintenanceWindowCommand,
  GetMaintenanceWindowExecutionCommand,
  GetMaintenanceWindowExecutionTaskCommand,
  GetMaintenanceWindowExecutionTaskInvocationCommand,
  GetMaintenanceWindowTaskCommand,
  ListCommandInvocationsCommand,
  RegisterTargetWithMaintenanceWindowCommand,
  RegisterTaskWithMaintenanceWindowCommand,
  type RegisterTaskWithMaintenanceWindowCommandInput,
  type SSMClient,
  type Target,
  UpdateMaintenanceWindowCommand,
  UpdateMaintenanceWindowTargetCommand,
  UpdateMaintenanceWindowTaskCommand,
} from '@aws-sdk/client-ssm';
import { withSandbox } from '../helpers-sandbox.ts';

const create = async (ssm: SSMClient, input: Partial<CreateMaintenanceWindowCommandInput> = {}) =>
  (
    await ssm.send(
      new CreateMaintenanceWindowCommand({
        Name: 'nightly',
        Schedule: 'cron(0 10 * * ? *)',
        Duration: 3,
        Cutoff: 1,
        AllowUnassociatedTargets: false,
        ...input,
      }),
    )
  ).WindowId ?? '';

async function withTarget(
  ssm: SSMClient,
  WindowId: string,
  target: Target = { Key: 'tag:Role', Values: ['web'] },
): Promise<string> {
  const { WindowTargetId = '' } = await ssm.send(
    new RegisterTargetWithMaintenanceWindowCommand({
      WindowId,
      ResourceType: 'INSTANCE',
      Targets: [target],
    }),
  );
  return WindowTargetId;
}

async function withTask(ssm: SSMClient, WindowId: string, target: string, script: string, Priority: number) {
  const input: RegisterTaskWithMaintenanceWindowCommandInput = {
    WindowId,
    TaskType: 'RUN_COMMAND',
    TaskArn: 'AWS-RunShellScript',
    Targets: [{ Key: 'WindowTargetIds', Values: [target] }],
    Priority,
    MaxConcurrency: '10',
    MaxErrors: '100%',
    TaskInvocationParameters: { RunCommand: { Parameters: { commands: [script] }, TimeoutSeconds: 60 } },
  };
  return (await ssm.send(new RegisterTaskWithMaintenanceWindowCommand(input))).WindowTaskId ?? '';
}

/** A Linux node that answers. */
async function online(ssm: SSMClient): Promise<Target> {
  const { InstanceInformationList = [] } = await ssm.send(
    new DescribeInstanceInformationCommand({
      Filters: [
        { Key: 'PingStatus', Values: ['Online'] },
        { Key: 'PlatformTypes', Values: ['Linux'] },
      ],
    }),
  );
  return { Key: 'InstanceIds', Values: [InstanceInformationList[0]?.InstanceId ?? ''] };
}

const executions = async (ssm: SSMClient, WindowId: string) =>
  (await ssm.send(new DescribeMaintenanceWindowExecutionsCommand({ WindowId }))).WindowExecutions ?? [];

test('a window starts at its time and does its tasks in order', () =>
  withSandbox(async ({ ssm, pass }) => {
    const WindowId = await create(ssm);
    const target = await withTarget(ssm, WindowId, await online(ssm));
    await withTask(ssm, WindowId, target, 'echo second', 2);
    await withTask(ssm, WindowId, target, 'echo first', 1);
    await pass(3599);
    assert.deepEqual(await executions(ssm, WindowId), []);
    await pass(601);
    const [run] = await executions(ssm, WindowId);
    assert.equal(run?.Status, 'SUCCESS');
    const { WindowExecutionId } = run ?? {};
    const { WindowExecutionTaskIdentities: tasks = [] } = await ssm.send(
      new DescribeMaintenanceWindowExecutionTasksCommand({ WindowExecutionId }),
    );
    assert.ok((tasks[1]?.StartTime ?? 0) >= (tasks[0]?.EndTime ?? 1));
    const execution = await ssm.send(new GetMaintenanceWindowExecutionCommand({ WindowExecutionId }));
    const TaskId = execution.TaskIds?.[0];
    const task = await ssm.send(new GetMaintenanceWindowExecutionTaskCommand({ WindowExecutionId, TaskId }));
    assert.deepEqual([task.Priority, task.Status], [1, 'SUCCESS']);
    const { WindowExecutionTaskInvocationIdentities: invocations = [] } = await ssm.send(
      new DescribeMaintenanceWindowExecutionTaskInvocationsCommand({ WindowExecutionId, TaskId }),
    );
    const invocation = await ssm.send(
      new GetMaintenanceWindowExecutionTaskInvocationCommand({
        WindowExecutionId,
        TaskId,
        InvocationId: invocations[0]?.InvocationId,
      }),
    );
    const { CommandInvocations = [] } = await ssm.send(
      new ListCommandInvocationsCommand({ CommandId: invocation.ExecutionId, Details: true }),
    );
    assert.match(CommandInvocations[0]?.CommandPlugins?.[0]?.Output ?? '', /first/);
    await pass(24 * 3600);
    assert.equal((await executions(ssm, WindowId)).length, 2);
  }));

test('a window ends with what it has not done, and can be cancelled', () =>
  withSandbox(async ({ ssm, pass }) => {
    const WindowId = await create(ssm, { Duration: 1, Cutoff: 0, Schedule: 'rate(30 minutes)' });
    const target = await withTarget(ssm, WindowId);
    const task = await withTask(ssm, WindowId, target, 'true', 1);
    // Waits for a node that does not answer longer than the window is open.
    const { InstanceInformationList = [] } = await ssm.send(
      new DescribeInstanceInformationCommand({ Filters: [{ Key: 'PingStatus', Values: ['ConnectionLost'] }] }),
    );
    await ssm.send(
      new UpdateMaintenanceWindowTaskCommand({
        WindowId,
        WindowTaskId: task,
        Targets: [{ Key: 'InstanceIds', Values: [InstanceInformationList[0]?.InstanceId ?? ''] }],
        TaskInvocationParameters: { RunCommand: { Parameters: { commands: ['true'] }, TimeoutSeconds: 9000 } },
      }),
    );
    await pass(1801);
    const [running] = await executions(ssm, WindowId);
    assert.equal(running?.Status, 'IN_PROGRESS');
    await pass(3600 + 1800);
    const statuses = (await executions(ssm, WindowId)).map(({ Status }) => Status);
    assert.deepEqual(statuses.toReversed().slice(0, 2), ['TIMED_OUT', 'SKIPPED_OVERLAPPING']);
    const [open] = (await executions(ssm, WindowId)).filter(({ Status }) => Status === 'IN_PROGRESS');
    const { WindowExecutionId } = open ?? {};
    await ssm.send(new CancelMaintenanceWindowExecutionCommand({ WindowExecutionId }));
    const after = await ssm.send(new GetMaintenanceWindowExecutionCommand({ WindowExecutionId }));
    assert.equal(after.Status, 'CANCELLED');
    await assert.rejects(ssm.send(new CancelMaintenanceWindowExecutionCommand({ WindowExecutionId })), {
      name: 'DoesNotExistException',
    });
  }));

test('an automation task runs once for each node', () =>
  withSandbox(async ({ ssm, pass }) => {
    const WindowId = await create(ssm);
    const target = await withTarget(ssm, WindowId, await online(ssm));
    await ssm.send(
      new RegisterTaskWithMaintenanceWindowCommand({
        WindowId,
        TaskType: 'AUTOMATION',
        TaskArn: 'AWS-StartEC2Instance',
        Targets: [{ Key: 'WindowTargetIds', Values: [target] }],
        TaskInvocationParameters: { Automation: { Parameters: { InstanceId: ['{{RESOURCE_ID}}'] } } },
      }),
    );
    await pass(3600 + 900);
    const [run] = await executions(ssm, WindowId);
    assert.equal(run?.Status, 'SUCCESS');
  }));

test('functions and state machines of a window are noted as called, and said to be no more than that', () =>
  withSandbox(async ({ ssm, pass }) => {
    const WindowId = await create(ssm);
    const task = { WindowId, MaxConcurrency: '1', MaxErrors: '1' };
    await ssm.send(
      new RegisterTaskWithMaintenanceWindowCommand({
        ...task,
        TaskType: 'LAMBDA',
        TaskArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders-export',
        TaskInvocationParameters: { Lambda: { Payload: Buffer.from('{"day":1}') } },
      }),
    );
    await ssm.send(
      new RegisterTaskWithMaintenanceWindowCommand({
        ...task,
        TaskType: 'STEP_FUNCTIONS',
        TaskArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:SSMBackups',
        TaskInvocationParameters: { StepFunctions: { Name: 'nightly', Input: '{}' } },
      }),
    );
    await pass(2 * 3600);
    const [{ WindowExecutionId } = {}] = await executions(ssm, WindowId);
    const { WindowExecutionTaskIdentities: tasks = [] } = await ssm.send(
      new DescribeMaintenanceWindowExecutionTasksCommand({ WindowExecutionId }),
    );
    assert.deepEqual(
      tasks.map(({ TaskType, Status }) => `${TaskType} ${Status}`),
      ['LAMBDA SUCCESS', 'STEP_FUNCTIONS SUCCESS'],
    );
    const { WindowExecutionTaskInvocationIdentities: [called] = [] } = await ssm.send(
      new DescribeMaintenanceWindowExecutionTaskInvocationsCommand({
        WindowExecutionId,
        TaskId: tasks[0]?.TaskExecutionId,
      }),
    );
    assert.match(called?.StatusDetails ?? '', /only noted/);
  }));

test('windows are listed, read and looked ahead', () =>
  withSandbox(async ({ ssm }) => {
    const { WindowIdentities = [] } = await ssm.send(
      new DescribeMaintenanceWindowsCommand({ Filters: [{ Key: 'Enabled', Values: ['true'] }] }),
    );
    assert.deepEqual(
      WindowIdentities.map(({ Name, NextExecutionTime }) => [Name, NextExecutionTime]),
      [
        ['production-patching', '2026-01-11T01:00:00Z'],
        ['windows-patching', '2026-01-10T03:00:00Z'],
      ],
    );
    const WindowId = WindowIdentities[0]?.WindowId;
    assert.deepEqual(
      (await executions(ssm, WindowId ?? '')).map(({ Status }) => Status),
      ['SUCCESS', 'FAILED', 'SUCCESS'],
    );
    const { ScheduledWindowExecutions: starts = [] } = await ssm.send(
      new DescribeMaintenanceWindowScheduleCommand({ WindowId, MaxResults: 2 }),
    );
    assert.deepEqual(
      starts.map(({ ExecutionTime }) => ExecutionTime),
      ['2026-01-11T01:00:00Z', '2026-01-18T01:00:00Z'],
    );
    const { InstanceInformationList = [] } = await ssm.send(
      new DescribeInstanceInformationCommand({ Filters: [{ Key: 'PlatformTypes', Values: ['Windows'] }] }),
    );
    const { WindowIdentities: of = [] } = await ssm.send(
      new DescribeMaintenanceWindowsForTargetCommand({
        ResourceType: 'INSTANCE',
        Targets: [{ Key: 'InstanceIds', Values: [InstanceInformationList[0]?.InstanceId ?? ''] }],
      }),
    );
    assert.deepEqual(
      of.map(({ Name }) => Name),
      ['windows-patching'],
    );
  }));

test('a window, its targets and its tasks are changed and taken away', () =>
  withSandbox(async ({ ssm, pass }) => {
    const WindowId = await create(ssm);
    const WindowTargetId = await withTarget(ssm, WindowId);
    const WindowTaskId = await withTask(ssm, WindowId, WindowTargetId, 'true', 1);
    await ssm.send(new UpdateMaintenanceWindowCommand({ WindowId, Enabled: false }));
    await pass(3 * 3600);
    assert.deepEqual(await executions(ssm, WindowId), []);
    const window = await ssm.send(new GetMaintenanceWindowCommand({ WindowId }));
    assert.deepEqual([window.Enabled, window.NextExecutionTime], [false, undefined]);
    await ssm.send(new UpdateMaintenanceWindowTargetCommand({ WindowId, WindowTargetId, Name: 'the-web' }));
    const { Targets = [] } = await ssm.send(new DescribeMaintenanceWindowTargetsCommand({ WindowId }));
    assert.equal(Targets[0]?.Name, 'the-web');
    await ssm.send(new UpdateMaintenanceWindowTaskCommand({ WindowId, WindowTaskId, Priority: 7 }));
    const task = await ssm.send(new GetMaintenanceWindowTaskCommand({ WindowId, WindowTaskId }));
    assert.deepEqual([task.Priority, task.TaskType], [7, 'RUN_COMMAND']);
    const taken = { WindowId, WindowTargetId, Safe: true };
    await assert.rejects(ssm.send(new DeregisterTargetFromMaintenanceWindowCommand(taken)), {
      name: 'TargetInUseException',
    });
    await ssm.send(new DeregisterTaskFromMaintenanceWindowCommand({ WindowId, WindowTaskId }));
    await ssm.send(new DeregisterTargetFromMaintenanceWindowCommand(taken));
    const { Tasks } = await ssm.send(new DescribeMaintenanceWindowTasksCommand({ WindowId }));
    assert.deepEqual(Tasks, []);
    await ssm.send(new DeleteMaintenanceWindowCommand({ WindowId }));
    await assert.rejects(ssm.send(new GetMaintenanceWindowCommand({ WindowId })), { name: 'DoesNotExistException' });
  }));

test('what the service would not take is refused', () =>
  withSandbox(async ({ ssm }) => {
    for (const input of [
      { Schedule: 'sometimes' },
      { ScheduleTimezone: 'Atlantis/Capital' },
      { Duration: 2, Cutoff: 2 },
      { Schedule: 'rate(1 day)', ScheduleOffset: 1 },
      { StartDate: '2026-02-01T00:00:00Z', EndDate: '2026-01-01T00:00:00Z' },
    ])
      await assert.rejects(create(ssm, input), { name: 'ValidationException' });
    const WindowId = await create(ssm);
    const nowhere = '00000000-0000-4000-8000-000000000000';
    await assert.rejects(withTask(ssm, WindowId, nowhere, 'true', 1), { name: 'DoesNotExistException' });
    await assert.rejects(
      ssm.send(
        new RegisterTaskWithMaintenanceWindowCommand({
          WindowId,
          TaskType: 'AUTOMATION',
          TaskArn: 'AWS-RunShellScript',
        }),
      ),
      { name: 'ValidationException' },
    );
  }));
