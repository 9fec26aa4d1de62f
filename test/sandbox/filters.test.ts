/** The filters of the lists that views ask for: nodes, commands, runs and their steps. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateDocumentCommand,
  DescribeAutomationExecutionsCommand,
  DescribeAutomationStepExecutionsCommand,
  DescribeInstanceInformationCommand,
  type DescribeInstanceInformationCommandInput,
  DescribeInstancePropertiesCommand,
  type InstancePropertyStringFilter,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { refused, type Sandbox, withSandbox } from '../helpers-sandbox.ts';

const nodes = async ({ ssm }: Sandbox, input: DescribeInstanceInformationCommandInput) =>
  (await ssm.send(new DescribeInstanceInformationCommand(input))).InstanceInformationList ?? [];

test('nodes are found by id, tag, status and platform, all of them at once', () =>
  withSandbox(async (sandbox) => {
    const all = await nodes(sandbox, {});
    const by = async (Key: string, ...Values: string[]) =>
      (await nodes(sandbox, { Filters: [{ Key, Values }] })).length;
    const [first, second] = all;
    assert.equal(await by('InstanceIds', first?.InstanceId ?? '', second?.InstanceId ?? ''), 2);
    // An id is no beginning of another one.
    assert.equal(await by('InstanceIds', 'i-0'), 0);
    assert.equal(await by('PingStatus', 'ConnectionLost'), 2);
    assert.equal(await by('ResourceType', 'ManagedInstance'), 2);
    assert.equal((await by('tag:Role', 'web')) + (await by('tag:Role', 'app')), await by('tag:Role', 'web', 'app'));
    assert.equal(await by('tag-key', 'Environment'), all.length);
    const both = await nodes(sandbox, {
      Filters: [
        { Key: 'PlatformTypes', Values: ['Windows'] },
        { Key: 'PingStatus', Values: ['Online'] },
      ],
    });
    assert.ok(both.length > 0 && both.every((node) => node.PlatformType === 'Windows' && node.PingStatus === 'Online'));
    const old = await nodes(sandbox, {
      InstanceInformationFilterList: [{ key: 'PlatformTypes', valueSet: ['Windows'] }],
    });
    assert.equal(old.length, await by('PlatformTypes', 'Windows'));
    await assert.rejects(by('Colour', 'red'), refused('InvalidFilterKey', /Colour/));
    await assert.rejects(nodes(sandbox, { NextToken: 'made-up' }), refused('InvalidNextToken'));
  }));

test('properties of nodes are compared, versions by their numbers', () =>
  withSandbox(async ({ ssm }) => {
    const properties = async (filter: InstancePropertyStringFilter) =>
      (await ssm.send(new DescribeInstancePropertiesCommand({ FiltersWithOperator: [filter] }))).InstanceProperties ??
      [];
    const old = await properties({ Key: 'AgentVersion', Values: ['3.2.0.0'], Operator: 'LessThan' });
    assert.ok(old.length > 0);
    const recent = await properties({ Key: 'AgentVersion', Values: ['3.2.0.0'], Operator: 'GreaterThan' });
    assert.equal(old.length + recent.length, 25);
    const windows = await properties({ Key: 'PlatformTypes', Values: ['Win'], Operator: 'BeginWith' });
    assert.ok(windows.length > 0 && windows.every(({ PlatformType }) => PlatformType === 'Windows'));
    assert.equal((await properties({ Key: 'PlatformTypes', Values: ['Windows'], Operator: 'NotEqual' })).length, 20);
  }));

test('commands are found by document, state, stage, time and node', () =>
  withSandbox(async ({ ssm, account }) => {
    const found = async (
      ...Filters: { key: 'DocumentName' | 'Status' | 'ExecutionStage' | 'InvokedAfter'; value: string }[]
    ) => (await ssm.send(new ListCommandsCommand({ Filters }))).Commands ?? [];
    assert.equal((await found({ key: 'DocumentName', value: 'AWS-RunShellScript' })).length, 2);
    assert.equal((await found({ key: 'Status', value: 'Failed' })).length, 1);
    assert.equal((await found({ key: 'ExecutionStage', value: 'Executing' })).length, 0);
    assert.equal((await found({ key: 'ExecutionStage', value: 'Complete' })).length, 4);
    const day = new Date(account.now() - 24 * 3_600_000).toISOString();
    assert.equal((await found({ key: 'InvokedAfter', value: day })).length, 3);
    const [command] = await found({ key: 'Status', value: 'Failed' });
    const InstanceId = command?.InstanceIds?.[0];
    const { CommandInvocations = [] } = await ssm.send(new ListCommandInvocationsCommand({ InstanceId }));
    assert.ok(CommandInvocations.every((invocation) => invocation.InstanceId === InstanceId));
    await assert.rejects(
      ssm.send(new ListCommandsCommand({ CommandId: '00000000-0000-0000-0000-000000000000' })),
      refused('InvalidCommandId'),
    );
  }));

const loop = `schemaVersion: "0.3"
mainSteps:
  - name: each
    action: aws:loop
    inputs:
      Iterators: [a, b]
      Steps:
        - name: rest
          action: aws:sleep
          inputs: { Duration: PT1S }
    isEnd: true
`;

test('runs and their steps are found by tag, time, state and pass of a loop', () =>
  withSandbox(async ({ ssm, account, pass }) => {
    await ssm.send(
      new CreateDocumentCommand({ Name: 'Loops', Content: loop, DocumentType: 'Automation', DocumentFormat: 'YAML' }),
    );
    const before = new Date(account.now() - 1000).toISOString();
    const { AutomationExecutionId } = await ssm.send(
      new StartAutomationExecutionCommand({ DocumentName: 'Loops', Tags: [{ Key: 'Reason', Value: 'test' }] }),
    );
    await pass(30);
    const runs = async (Key: 'TagKey' | 'StartTimeAfter' | 'AutomationSubtype', value: string) =>
      (await ssm.send(new DescribeAutomationExecutionsCommand({ Filters: [{ Key, Values: [value] }] })))
        .AutomationExecutionMetadataList ?? [];
    assert.deepEqual(
      (await runs('TagKey', 'Reason')).map((run) => run.AutomationExecutionId),
      [AutomationExecutionId],
    );
    assert.equal((await runs('StartTimeAfter', before)).length, 1);
    assert.equal((await runs('AutomationSubtype', 'ChangeRequest')).length, 0);
    const steps = async (Key: 'ParentStepIteratorValue' | 'Action', value: string) =>
      (
        await ssm.send(
          new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId, Filters: [{ Key, Values: [value] }] }),
        )
      ).StepExecutions ?? [];
    assert.deepEqual(
      (await steps('ParentStepIteratorValue', 'b')).map(({ ParentStepDetails }) => ParentStepDetails?.Iteration),
      [2],
    );
    assert.equal((await steps('Action', 'aws:loop')).length, 1);
  }));
