/** Commands that are called off while a node is at its script. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CancelCommandCommand,
  DescribeInstanceInformationCommand,
  ListCommandInvocationsCommand,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { withSandbox } from '../helpers-sandbox.ts';

test('a script ends when its command is cancelled, however long it would go on', () =>
  withSandbox(async ({ ssm, pass }) => {
    const { InstanceInformationList: nodes = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
    const node = nodes.find((each) => each.PingStatus === 'Online' && each.PlatformType === 'Linux');
    const { Command } = await ssm.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: [node?.InstanceId ?? ''],
        Parameters: { commands: ['sleep 600', 'echo done'] },
      }),
    );
    const CommandId = Command?.CommandId;
    const invocation = async () => {
      const list = new ListCommandInvocationsCommand({ CommandId, Details: true });
      return (await ssm.send(list)).CommandInvocations?.[0];
    };
    const passing = pass(10);
    while ((await invocation())?.Status !== 'InProgress') assert.ok(Command);
    await ssm.send(new CancelCommandCommand({ CommandId }));
    await passing;
    const { Status, CommandPlugins: [plugin] = [] } = (await invocation()) ?? {};
    assert.equal(Status, 'Cancelled');
    assert.doesNotMatch(plugin?.Output ?? '', /done/);
  }));
