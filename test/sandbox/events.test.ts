/** Events of the pretend account as the real SDK sees them: buses, rules, targets, and what a matching rule runs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutConfigRuleCommand } from '@aws-sdk/client-config-service';
import { StopInstancesCommand } from '@aws-sdk/client-ec2';
import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import {
  DescribeAutomationExecutionsCommand,
  DescribeOpsItemsCommand,
  ListCommandsCommand,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { fleetOf } from '../../server/src/sandbox/fleet.ts';
import { refused, type Sandbox, withSandbox } from '../helpers-sandbox.ts';

const stopRunbook = 'arn:aws:ssm:eu-west-1:123456789012:automation-definition/AWS-StopEC2Instance';

/** Two instances that run. */
function running({ account }: Sandbox): [string, string] {
  const [first, second] = Object.values(fleetOf(account)).filter(
    ({ id, state, ping }) => id.startsWith('i-') && state === 'running' && ping === 'Online',
  );
  return [first?.id ?? '', second?.id ?? ''];
}

async function automations({ ssm }: Sandbox): Promise<number> {
  return (await ssm.send(new DescribeAutomationExecutionsCommand({}))).AutomationExecutionMetadataList?.length ?? 0;
}

test('an event that matches starts the Automation of its target, with values from the event', () =>
  withSandbox(async (sandbox) => {
    const { events, ssm, pass } = sandbox;
    const [id] = running(sandbox);
    await events.send(
      new PutRuleCommand({
        Name: 'too-dear',
        EventPattern: '{"source":["mine"],"detail":{"cost":[{"numeric":[">",10]}]}}',
      }),
    );
    await events.send(
      new PutTargetsCommand({
        Rule: 'too-dear',
        Targets: [
          {
            Id: 'stop',
            Arn: stopRunbook,
            InputTransformer: { InputPathsMap: { id: '$.detail.instance' }, InputTemplate: '{"InstanceId": <id>}' },
          },
        ],
      }),
    );
    const put = (cost: number) =>
      events.send(
        new PutEventsCommand({
          Entries: [{ Source: 'mine', DetailType: 'Bill', Detail: JSON.stringify({ cost, instance: id }) }],
        }),
      );
    const before = await automations(sandbox);
    assert.match((await put(3)).Entries?.[0]?.EventId ?? '', /^[0-9a-f-]{36}$/);
    await pass(1);
    assert.equal(await automations(sandbox), before);
    await put(30);
    await pass(120);
    const { AutomationExecutionMetadataList = [] } = await ssm.send(new DescribeAutomationExecutionsCommand({}));
    assert.equal(AutomationExecutionMetadataList[0]?.AutomationExecutionStatus, 'Success');
    assert.equal(fleetOf(sandbox.account)[id]?.state, 'stopped');
  }));

test('an instance that stops is an event, for which a rule may stop another', () =>
  withSandbox(async (sandbox) => {
    const { events, ec2, pass, account } = sandbox;
    const [first, second] = running(sandbox);
    const pattern = { source: ['aws.ec2'], detail: { state: ['stopped'], 'instance-id': [first] } };
    await events.send(new PutRuleCommand({ Name: 'both', EventPattern: JSON.stringify(pattern) }));
    const Input = JSON.stringify({ InstanceId: [second] });
    await events.send(new PutTargetsCommand({ Rule: 'both', Targets: [{ Id: 'stop', Arn: stopRunbook, Input }] }));
    await ec2.send(new StopInstancesCommand({ InstanceIds: [first] }));
    await pass(240);
    assert.equal(fleetOf(account)[second]?.state, 'stopped');
  }));

test('runs and commands tell their states, and one may start the other', () =>
  withSandbox(async (sandbox) => {
    const { events, ssm, pass, account } = sandbox;
    const [first, second] = running(sandbox);
    const rule = async (Name: string, pattern: object, instance: string) => {
      await events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
      const Input = JSON.stringify({ InstanceId: [instance] });
      await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'stop', Arn: stopRunbook, Input }] }));
    };
    const type = (name: string) => ({ source: ['aws.ssm'], 'detail-type': [`EC2 ${name} Status-change Notification`] });
    await rule('after-command', { ...type('Command'), detail: { status: ['Success'] } }, first);
    await rule('after-run', { ...type('Automation Execution'), detail: { Status: ['Success'] } }, second);
    await ssm.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: [first],
        Parameters: { commands: ['true'] },
      }),
    );
    await pass(240);
    assert.equal(fleetOf(account)[first]?.state, 'stopped');
    assert.equal(fleetOf(account)[second]?.state, 'stopped');
  }));

test('a schedule runs a command again and again, until it is switched off', () =>
  withSandbox(async (sandbox) => {
    const { events, ssm, pass } = sandbox;
    const [id] = running(sandbox);
    await events.send(new PutRuleCommand({ Name: 'often', ScheduleExpression: 'rate(10 minutes)' }));
    await events.send(
      new PutTargetsCommand({
        Rule: 'often',
        Targets: [
          {
            Id: 'uptime',
            Arn: 'arn:aws:ssm:eu-west-1:123456789012:document/AWS-RunShellScript',
            Input: '{"commands":["uptime"]}',
            RunCommandParameters: { RunCommandTargets: [{ Key: 'InstanceIds', Values: [id] }] },
          },
        ],
      }),
    );
    const commands = async () => (await ssm.send(new ListCommandsCommand({ InstanceId: id }))).Commands?.length ?? 0;
    const before = await commands();
    await pass(30 * 60 + 5);
    assert.equal((await commands()) - before, 3);
    await events.send(new DisableRuleCommand({ Name: 'often' }));
    await pass(3600);
    assert.equal((await commands()) - before, 3);
    await events.send(new EnableRuleCommand({ Name: 'often' }));
    await pass(11 * 60);
    assert.equal((await commands()) - before, 4);
  }));

test('what Config finds makes an OpsItem, titled by a template', () =>
  withSandbox(async ({ config, events, ssm, pass }) => {
    const EventPattern = JSON.stringify({
      source: ['aws.config'],
      detail: { configRuleName: ['public-buckets'], newEvaluationResult: { complianceType: ['NON_COMPLIANT'] } },
    });
    await events.send(new PutRuleCommand({ Name: 'public', EventPattern }));
    const InputTransformer = {
      InputPathsMap: { bucket: '$.detail.resourceId' },
      InputTemplate: '{"title": "Bucket <bucket> is public", "source": "Config"}',
    };
    const Arn = 'arn:aws:ssm:eu-west-1:123456789012:opsitem';
    await events.send(new PutTargetsCommand({ Rule: 'public', Targets: [{ Id: 'item', Arn, InputTransformer }] }));
    const Source = { Owner: 'AWS', SourceIdentifier: 'S3_BUCKET_PUBLIC_READ_PROHIBITED' } as const;
    await config.send(new PutConfigRuleCommand({ ConfigRule: { ConfigRuleName: 'public-buckets', Source } }));
    await pass(30);
    const { OpsItemSummaries = [] } = await ssm.send(
      new DescribeOpsItemsCommand({ OpsItemFilters: [{ Key: 'Title', Values: ['is public'], Operator: 'Contains' }] }),
    );
    assert.deepEqual(OpsItemSummaries.map(({ Title }) => Title).sort(), [
      'Bucket scratch-dev is public',
      'Bucket shop-assets is public',
    ]);
  }));

test('rules are described, listed by name and by target, and deleted once they have no targets', () =>
  withSandbox(async ({ events }) => {
    const { RuleArn } = await events.send(
      new PutRuleCommand({ Name: 'mine', EventPattern: '{"source":["mine"]}', Description: 'Mine' }),
    );
    assert.equal(RuleArn, 'arn:aws:events:eu-west-1:123456789012:rule/mine');
    await events.send(new PutTargetsCommand({ Rule: 'mine', Targets: [{ Id: 'stop', Arn: stopRunbook }] }));
    const described = await events.send(new DescribeRuleCommand({ Name: 'mine' }));
    assert.equal(described.State, 'ENABLED');
    assert.equal(described.Description, 'Mine');
    const { Rules = [] } = await events.send(new ListRulesCommand({ NamePrefix: 'mi' }));
    assert.deepEqual(
      Rules.map(({ Name }) => Name),
      ['mine'],
    );
    const first = await events.send(new ListRulesCommand({ Limit: 1 }));
    const next = await events.send(new ListRulesCommand({ Limit: 1, NextToken: first.NextToken }));
    assert.notEqual(next.Rules?.[0]?.Name, first.Rules?.[0]?.Name);
    const { RuleNames } = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: stopRunbook }));
    assert.deepEqual(RuleNames, ['mine']);
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: 'mine' }));
    assert.equal(Targets[0]?.Id, 'stop');
    await assert.rejects(
      events.send(new DeleteRuleCommand({ Name: 'mine' })),
      refused('ValidationException', /targets/),
    );
    const removed = await events.send(new RemoveTargetsCommand({ Rule: 'mine', Ids: ['stop', 'other'] }));
    assert.equal(removed.FailedEntryCount, 1);
    await events.send(new DeleteRuleCommand({ Name: 'mine' }));
    await assert.rejects(events.send(new DescribeRuleCommand({ Name: 'mine' })), refused('ResourceNotFoundException'));
  }));

test('buses of your own have rules of their own', () =>
  withSandbox(async (sandbox) => {
    const { events, pass } = sandbox;
    const [id] = running(sandbox);
    await events.send(new CreateEventBusCommand({ Name: 'orders' }));
    await assert.rejects(
      events.send(new CreateEventBusCommand({ Name: 'orders' })),
      refused('ResourceAlreadyExistsException'),
    );
    assert.match((await events.send(new DescribeEventBusCommand({ Name: 'orders' }))).Arn ?? '', /event-bus\/orders$/);
    assert.equal((await events.send(new ListEventBusesCommand({}))).EventBuses?.length, 2);
    const rule = { Name: 'all', EventBusName: 'orders', EventPattern: '{"source":["mine"]}' };
    await events.send(new PutRuleCommand(rule));
    const Input = JSON.stringify({ InstanceId: [id] });
    await events.send(
      new PutTargetsCommand({
        Rule: 'all',
        EventBusName: 'orders',
        Targets: [{ Id: 'stop', Arn: stopRunbook, Input }],
      }),
    );
    const entry = { Source: 'mine', DetailType: 'Order', Detail: '{}' };
    const before = await automations(sandbox);
    await events.send(new PutEventsCommand({ Entries: [entry] }));
    await pass(1);
    assert.equal(await automations(sandbox), before);
    await events.send(new PutEventsCommand({ Entries: [{ ...entry, EventBusName: 'orders' }] }));
    await pass(1);
    assert.equal(await automations(sandbox), before + 1);
    await assert.rejects(
      events.send(new DeleteEventBusCommand({ Name: 'orders' })),
      refused('ValidationException', /rules/),
    );
    await events.send(new RemoveTargetsCommand({ Rule: 'all', EventBusName: 'orders', Ids: ['stop'] }));
    await events.send(new DeleteRuleCommand({ Name: 'all', EventBusName: 'orders' }));
    await events.send(new DeleteEventBusCommand({ Name: 'orders' }));
    await assert.rejects(
      events.send(new DescribeEventBusCommand({ Name: 'orders' })),
      refused('ResourceNotFoundException'),
    );
  }));

test('patterns are tried on events, and faulty ones are refused with their place', () =>
  withSandbox(async ({ events }) => {
    const event = {
      id: '1',
      account: '123456789012',
      source: 'aws.ec2',
      time: '2026-01-05T09:00:00Z',
      region: 'eu-west-1',
      resources: [],
      'detail-type': 'x',
      detail: { state: 'stopped' },
    };
    const tried = (EventPattern: string, given: object = event) =>
      events.send(new TestEventPatternCommand({ EventPattern, Event: JSON.stringify(given) }));
    assert.equal((await tried('{"detail":{"state":[{"prefix":"stop"}]}}')).Result, true);
    assert.equal((await tried('{"detail":{"state":["running"]}}')).Result, false);
    await assert.rejects(
      tried('{"detail":{"state":"stopped"}}'),
      refused('InvalidEventPatternException', /detail\.state/),
    );
    await assert.rejects(tried('{"source":["x"]}', { source: 'x' }), refused('ValidationException', /region/));
    await assert.rejects(
      events.send(new PutRuleCommand({ Name: 'bad', EventPattern: '{"source":' })),
      refused('InvalidEventPatternException'),
    );
  }));

test('schedules and targets that EventBridge does not take are refused', () =>
  withSandbox(async ({ events }) => {
    await assert.rejects(events.send(new PutRuleCommand({ Name: 'none' })), refused('ValidationException'));
    for (const ScheduleExpression of ['rate(1 minutes)', 'cron(0 2 * * * *)', 'at(2026-02-01T00:00:00)', 'hourly'])
      await assert.rejects(
        events.send(new PutRuleCommand({ Name: 'bad', ScheduleExpression })),
        refused('ValidationException', /ScheduleExpression/),
      );
    await assert.rejects(
      events.send(new PutTargetsCommand({ Rule: 'nothing', Targets: [{ Id: 'a', Arn: stopRunbook }] })),
      refused('ResourceNotFoundException'),
    );
    await events.send(new PutRuleCommand({ Name: 'six', EventPattern: '{"source":["a"]}' }));
    const Targets = Array.from({ length: 6 }, (_, index) => ({ Id: `t${index}`, Arn: stopRunbook }));
    await assert.rejects(
      events.send(new PutTargetsCommand({ Rule: 'six', Targets })),
      refused('LimitExceededException'),
    );
    const { Entries = [], FailedEntryCount } = await events.send(
      new PutEventsCommand({
        Entries: [
          { Source: 'aws.ec2', DetailType: 'x', Detail: '{}' },
          { Source: 'mine', DetailType: 'x', Detail: 'no JSON' },
          { Source: 'mine', Detail: '{}' },
        ],
      }),
    );
    assert.equal(FailedEntryCount, 3);
    assert.deepEqual(
      Entries.map(({ ErrorCode }) => ErrorCode),
      ['NotAuthorizedForSourceException', 'MalformedDetail', 'InvalidArgument'],
    );
  }));
