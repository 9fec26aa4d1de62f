/** State Manager through the real SDK: associations that run when they are made, by their schedule, and when they are asked. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateAssociationBatchCommand,
  CreateAssociationCommand,
  type CreateAssociationCommandInput,
  DeleteAssociationCommand,
  DescribeAssociationCommand,
  DescribeAssociationExecutionsCommand,
  DescribeAssociationExecutionTargetsCommand,
  DescribeEffectiveInstanceAssociationsCommand,
  DescribeInstanceAssociationsStatusCommand,
  DescribeInstanceInformationCommand,
  GetAutomationExecutionCommand,
  GetCommandInvocationCommand,
  ListAssociationsCommand,
  ListAssociationVersionsCommand,
  SendCommandCommand,
  type SSMClient,
  StartAssociationsOnceCommand,
  StartAutomationExecutionCommand,
  UpdateAssociationCommand,
} from '@aws-sdk/client-ssm';
import { withSandbox } from '../helpers-sandbox.ts';

const create = async (ssm: SSMClient, input: Partial<CreateAssociationCommandInput> = {}) => {
  const { AssociationDescription } = await ssm.send(
    new CreateAssociationCommand({
      Name: 'AWS-RunShellScript',
      Targets: [{ Key: 'tag:Role', Values: ['web'] }],
      Parameters: { commands: ['hostname'] },
      ...input,
    }),
  );
  return AssociationDescription?.AssociationId ?? '';
};

const executions = async (ssm: SSMClient, AssociationId: string) =>
  (await ssm.send(new DescribeAssociationExecutionsCommand({ AssociationId }))).AssociationExecutions ?? [];

test('an association runs when it is made, and its output can be read', () =>
  withSandbox(async ({ ssm, pass }) => {
    const AssociationId = await create(ssm);
    const [running] = await executions(ssm, AssociationId);
    assert.equal(running?.Status, 'Pending');
    await pass(4000);
    const [ended] = await executions(ssm, AssociationId);
    assert.match(ended?.ResourceCountByStatus ?? '', /Success=\d/);
    const { AssociationExecutionTargets: targets = [] } = await ssm.send(
      new DescribeAssociationExecutionTargetsCommand({
        AssociationId,
        ExecutionId: ended?.ExecutionId,
        Filters: [{ Key: 'Status', Value: 'Success' }],
      }),
    );
    const invocation = await ssm.send(
      new GetCommandInvocationCommand({
        CommandId: targets[0]?.OutputSource?.OutputSourceId,
        InstanceId: targets[0]?.ResourceId,
      }),
    );
    assert.match(invocation.StandardOutputContent ?? '', /web/);
  }));

test('an association runs at the times of its schedule, until it is deleted', () =>
  withSandbox(async ({ ssm, pass }) => {
    const AssociationId = await create(ssm, {
      ScheduleExpression: 'cron(0 0/6 * * ? *)',
      ApplyOnlyAtCronInterval: true,
    });
    assert.equal((await executions(ssm, AssociationId)).length, 0);
    await pass(24 * 3600);
    const times = (await executions(ssm, AssociationId)).map(({ CreatedTime }) => CreatedTime?.getUTCHours());
    assert.deepEqual(times, [6, 0, 18, 12]);
    await ssm.send(
      new UpdateAssociationCommand({
        AssociationId,
        ScheduleExpression: 'rate(1 hour)',
        Parameters: { commands: ['true'] },
      }),
    );
    await pass(2 * 3600 + 60);
    assert.equal((await executions(ssm, AssociationId)).length, 7);
    const { AssociationVersions = [] } = await ssm.send(new ListAssociationVersionsCommand({ AssociationId }));
    assert.deepEqual(
      AssociationVersions.map(({ ScheduleExpression }) => ScheduleExpression),
      ['cron(0 0/6 * * ? *)', 'rate(1 hour)'],
    );
    await ssm.send(new DeleteAssociationCommand({ AssociationId }));
    await pass(7200);
    await assert.rejects(executions(ssm, AssociationId), { name: 'AssociationDoesNotExist' });
  }));

test('an association is started once, also one with a runbook for each target', () =>
  withSandbox(async ({ ssm, pass }) => {
    const AssociationId = await create(ssm, {
      Name: 'AWS-StartEC2Instance',
      Parameters: {},
      AutomationTargetParameterName: 'InstanceId',
      ScheduleExpression: 'cron(0 3 ? * SUN *)',
      ApplyOnlyAtCronInterval: true,
    });
    await ssm.send(new StartAssociationsOnceCommand({ AssociationIds: [AssociationId] }));
    await pass(900);
    const [only] = await executions(ssm, AssociationId);
    assert.equal(only?.Status, 'Success');
    await assert.rejects(
      ssm.send(new StartAssociationsOnceCommand({ AssociationIds: ['00000000-0000-4000-8000-000000000000'] })),
      { name: 'AssociationDoesNotExist' },
    );
  }));

test('nodes, associations and their statuses agree', () =>
  withSandbox(async ({ ssm }) => {
    const { Associations = [] } = await ssm.send(new ListAssociationsCommand({}));
    assert.ok(Associations.length >= 4);
    const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
    const words = new Set<string>();
    for (const { InstanceId, AssociationStatus = '', AssociationOverview } of InstanceInformationList) {
      words.add(AssociationStatus);
      const { InstanceAssociationStatusInfos: infos = [] } = await ssm.send(
        new DescribeInstanceAssociationsStatusCommand({ InstanceId }),
      );
      const failed = infos.filter(({ Status }) => Status === 'Failed').length;
      assert.equal(failed, AssociationOverview?.InstanceAssociationStatusAggregatedCount?.Failed ?? 0);
      assert.equal(AssociationStatus === 'Failed', failed > 0);
      const effective = await ssm.send(new DescribeEffectiveInstanceAssociationsCommand({ InstanceId }));
      assert.equal(effective.Associations?.length, infos.length);
    }
    assert.ok(words.has('Success') && words.has('Pending'));
  }));

test('an association is found by its document and node, and by filters', () =>
  withSandbox(async ({ ssm }) => {
    const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
    const InstanceId = InstanceInformationList[0]?.InstanceId ?? '';
    const Name = 'AWS-UpdateSSMAgent';
    const AssociationId = await create(ssm, { Name, InstanceId, Targets: undefined, Parameters: undefined });
    const found = await ssm.send(new DescribeAssociationCommand({ Name, InstanceId }));
    assert.equal(found.AssociationDescription?.AssociationId, AssociationId);
    await assert.rejects(create(ssm, { Name, InstanceId, Targets: undefined, Parameters: undefined }), {
      name: 'AssociationAlreadyExists',
    });
    const { Associations = [] } = await ssm.send(
      new ListAssociationsCommand({ AssociationFilterList: [{ key: 'AssociationName', value: 'agent-update' }] }),
    );
    assert.deepEqual(
      Associations.map((each) => each.Name),
      [Name],
    );
    await ssm.send(new DeleteAssociationCommand({ Name, InstanceId }));
    await assert.rejects(ssm.send(new DescribeAssociationCommand({ AssociationId })), {
      name: 'AssociationDoesNotExist',
    });
  }));

test('a resource group is a target', () =>
  withSandbox(async ({ ssm, pass }) => {
    const AssociationId = await create(ssm, {
      Targets: [
        { Key: 'resource-groups:Name', Values: ['store'] },
        { Key: 'resource-groups:ResourceTypeFilters', Values: ['AWS::SSM::ManagedInstance'] },
      ],
    });
    await pass(60);
    const [only] = await executions(ssm, AssociationId);
    assert.match(only?.ResourceCountByStatus ?? '', /=2/);
  }));

test('a resource group is a target of commands and of runs too', () =>
  withSandbox(async ({ ssm, pass }) => {
    const Targets = [
      { Key: 'resource-groups:Name', Values: ['db'] },
      { Key: 'resource-groups:ResourceTypeFilters', Values: ['AWS::EC2::Instance'] },
    ];
    const Parameters = { commands: ['true'] };
    const { Command } = await ssm.send(
      new SendCommandCommand({ DocumentName: 'AWS-RunShellScript', Targets, Parameters }),
    );
    const { AutomationExecutionId } = await ssm.send(
      new StartAutomationExecutionCommand({
        DocumentName: 'Shop-RestartWebServer',
        DocumentVersion: '1',
        Targets: Targets.slice(0, 1),
        TargetParameterName: 'InstanceId',
      }),
    );
    await pass(300);
    const { AutomationExecution } = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
    assert.ok((Command?.TargetCount ?? 0) > 0);
    assert.equal(AutomationExecution?.ResolvedTargets?.ParameterValues?.length, Command?.TargetCount);
  }));

test('several associations are made at once, and what is refused is told beside them', () =>
  withSandbox(async ({ ssm }) => {
    const entry = { Targets: [{ Key: 'tag:Role', Values: ['web'] }], Parameters: { commands: ['hostname'] } };
    const { Successful = [], Failed = [] } = await ssm.send(
      new CreateAssociationBatchCommand({
        Entries: [
          { Name: 'AWS-RunShellScript', ...entry },
          { Name: 'Nobody-Has-This', ...entry },
        ],
      }),
    );
    assert.deepEqual(
      [Successful.map(({ Name }) => Name), Failed.map(({ Entry }) => Entry?.Name)],
      [['AWS-RunShellScript'], ['Nobody-Has-This']],
    );
    assert.match(Failed[0]?.Message ?? '', /does not exist/);
  }));

test('what the service would not take is refused', () =>
  withSandbox(async ({ ssm }) => {
    const cases: [Partial<CreateAssociationCommandInput>, string][] = [
      [{ Name: 'Nothing-Here' }, 'InvalidDocument'],
      [{ Name: 'AWS-StartSSHSession' }, 'InvalidDocument'],
      [{ DocumentVersion: '9' }, 'InvalidDocumentVersion'],
      [{ Parameters: { words: ['x'] } }, 'InvalidParameters'],
      [{ Targets: undefined }, 'InvalidTarget'],
      [{ Targets: [{ Key: 'Colour', Values: ['red'] }] }, 'InvalidTarget'],
      [{ ScheduleExpression: 'every day' }, 'InvalidSchedule'],
      [{ ScheduleExpression: 'rate(5 minutes)' }, 'InvalidSchedule'],
      [{ ScheduleExpression: 'rate(1 hour)', ApplyOnlyAtCronInterval: true }, 'InvalidSchedule'],
      [{ ScheduleExpression: 'cron(0 2 ? * SUN *)', ScheduleOffset: 2 }, 'InvalidSchedule'],
    ];
    for (const [input, name] of cases)
      await assert.rejects(create(ssm, input), (error: Error) => {
        assert.equal(error.name, name, JSON.stringify(input));
        return true;
      });
    const AssociationId = await create(ssm);
    await assert.rejects(ssm.send(new UpdateAssociationCommand({ AssociationId, AssociationVersion: '7' })), {
      name: 'InvalidAssociationVersion',
    });
    await assert.rejects(
      ssm.send(
        new DescribeAssociationExecutionTargetsCommand({
          AssociationId,
          ExecutionId: '00000000-0000-4000-8000-000000000000',
        }),
      ),
      { name: 'AssociationExecutionDoesNotExist' },
    );
  }));
