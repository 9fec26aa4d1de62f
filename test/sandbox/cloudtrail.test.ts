/** CloudTrail of the pretend account as the real SDK sees it: what was done, and by whom. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LookupEventsCommand, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import { StopInstancesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeInstanceInformationCommand,
  PutParameterCommand,
  SendCommandCommand,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { fleetOf } from '../../server/src/sandbox/fleet.ts';
import { withSandbox } from '../helpers-sandbox.ts';

test('calls are found by name, by resource and by time, those of a runbook too', () =>
  withSandbox(async ({ account, ssm, cloudtrail, pass }) => {
    const id =
      Object.values(fleetOf(account)).find((machine) => machine.id.startsWith('i-') && machine.state === 'running')
        ?.id ?? '';
    await ssm.send(
      new StartAutomationExecutionCommand({ DocumentName: 'AWS-StopEC2Instance', Parameters: { InstanceId: [id] } }),
    );
    await pass(120);
    const { Events = [] } = await cloudtrail.send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: id }] }),
    );
    const stop = Events.find(({ EventName }) => EventName === 'StopInstances');
    assert.equal(stop?.EventSource, 'ec2.amazonaws.com');
    assert.equal(stop?.ReadOnly, 'false');
    assert.deepEqual(stop?.Resources, [{ ResourceType: 'AWS::EC2::Instance', ResourceName: id }]);
    const told = JSON.parse(stop?.CloudTrailEvent ?? '');
    assert.equal(told.sourceIPAddress, 'ssm.amazonaws.com');
    assert.equal(told.responseElements.stoppingInstances[0].instanceId, id);
    const byName = await cloudtrail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'StartAutomationExecution' }],
        // Before that are the runs of the account's history.
        StartTime: new Date(account.now() - 15 * 60_000),
      }),
    );
    assert.equal(byName.Events?.length, 1);
    const later = await cloudtrail.send(new LookupEventsCommand({ StartTime: new Date(account.now() + 1000) }));
    assert.deepEqual(later.Events, []);
  }));

test('a refused call is there with its error, and the newest is first', () =>
  withSandbox(async ({ account, ec2, ssm, cloudtrail }) => {
    const today = { StartTime: new Date(account.now()) };
    await ssm.send(new DescribeInstanceInformationCommand({}));
    await assert.rejects(ec2.send(new StopInstancesCommand({ InstanceIds: ['i-00000000000000000'] })));
    const names: string[] = [];
    for await (const page of paginateLookupEvents({ client: cloudtrail, pageSize: 1 }, today))
      for (const { EventName, CloudTrailEvent } of page.Events ?? [])
        names.push(`${EventName} ${JSON.parse(CloudTrailEvent ?? '').errorCode ?? 'done'}`);
    assert.deepEqual(names, ['StopInstances InvalidInstanceID.NotFound', 'DescribeInstanceInformation done']);
  }));

test('no secret stands in the trail', () =>
  withSandbox(async ({ account, ssm, cloudtrail }) => {
    await ssm.send(new PutParameterCommand({ Name: '/db/password', Type: 'SecureString', Value: 'hunter2' }));
    const node = Object.values(fleetOf(account))[0]?.id ?? '';
    await ssm.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: [node],
        Parameters: { commands: ['echo hunter2'] },
      }),
    );
    const { Events } = await cloudtrail.send(new LookupEventsCommand({}));
    assert.ok((Events?.length ?? 0) >= 2);
    assert.doesNotMatch(JSON.stringify(Events), /hunter2/);
  }));

test('questions that CloudTrail does not take are refused', () =>
  withSandbox(async ({ cloudtrail }) => {
    const attribute = { AttributeKey: 'EventName', AttributeValue: 'x' } as const;
    const cases = [
      [{ LookupAttributes: [attribute, attribute] }, 'InvalidLookupAttributesException'],
      [{ StartTime: new Date(2), EndTime: new Date(1) }, 'InvalidTimeRangeException'],
      [{ MaxResults: 51 }, 'InvalidMaxResultsException'],
      [{ NextToken: 'nonsense' }, 'InvalidNextTokenException'],
    ] as const;
    for (const [input, name] of cases)
      await assert.rejects(
        cloudtrail.send(
          new LookupEventsCommand({
            ...input,
            LookupAttributes: [...('LookupAttributes' in input ? input.LookupAttributes : [])],
          }),
        ),
        (error: Error) => error.name === name,
      );
  }));
