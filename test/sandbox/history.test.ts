/** What a new account has behind it, through the real SDK. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GetCommandInvocationCommand, ListCommandInvocationsCommand, ListCommandsCommand } from '@aws-sdk/client-ssm';
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
    assert.equal(invocation.ResponseCode, 5);
    assert.match(invocation.StandardErrorContent ?? '', /ngnix\.service not found/);
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
