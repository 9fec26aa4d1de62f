/** What can be made to go wrong in the pretend account, as the real SDK sees it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DescribeConfigRulesCommand } from '@aws-sdk/client-config-service';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { DescribeInstanceInformationCommand, ListCommandsCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { credentials, refused, withSandbox } from '../helpers-sandbox.ts';
import { ask, setFaults } from '../helpers-signed.ts';

test('named operations are denied as IAM denies them, and others answer', () =>
  withSandbox(async ({ setFaults, ssm, config, ec2, sts }) => {
    setFaults({ denied: ['ssm:DescribeInstance*', 'config:*', 'ec2:DescribeInstances'] });
    await assert.rejects(
      ssm.send(new DescribeInstanceInformationCommand({})),
      refused('AccessDeniedException', /user\/sandbox is not authorized to perform: ssm:DescribeInstanceInformation/),
    );
    await assert.rejects(config.send(new DescribeConfigRulesCommand({})), refused('AccessDeniedException'));
    await assert.rejects(ec2.send(new DescribeInstancesCommand({})), refused('UnauthorizedOperation'));
    await ssm.send(new ListCommandsCommand({}));
    await sts.send(new GetCallerIdentityCommand({}));
    setFaults({});
    await config.send(new DescribeConfigRulesCommand({}));
  }));

test('expired credentials are refused by each service in its own words', () =>
  withSandbox(async ({ setFaults, ssm, ec2, sts }) => {
    setFaults({ expired: true });
    await assert.rejects(ssm.send(new ListCommandsCommand({})), refused('ExpiredTokenException', /expired/));
    await assert.rejects(ec2.send(new DescribeInstancesCommand({})), refused('RequestExpired'));
    // The SDK knows the code of STS by another name.
    await assert.rejects(sts.send(new GetCallerIdentityCommand({})), refused('ExpiredToken', /expired/));
    setFaults({});
    await sts.send(new GetCallerIdentityCommand({}));
  }));

test('answers are held back', () =>
  withSandbox(
    async ({ ssm }) => {
      const before = performance.now();
      await ssm.send(new ListCommandsCommand({}));
      assert.ok(performance.now() - before >= 100);
    },
    {},
    { faults: { latency: 100 } },
  ));

test('nodes are lost and come back; one that was lost before stays so', () =>
  withSandbox(async ({ setFaults, ssm }) => {
    const online = async () =>
      (
        await ssm.send(new DescribeInstanceInformationCommand({ Filters: [{ Key: 'PingStatus', Values: ['Online'] }] }))
      ).InstanceInformationList?.map(({ InstanceId }) => InstanceId) ?? [];
    const before = await online();
    const [first = '', second] = before;
    setFaults({ lostNodes: [first] });
    assert.equal((await online())[0], second);
    setFaults({ lostNodes: ['*'] });
    assert.deepEqual(await online(), []);
    setFaults({});
    assert.deepEqual(await online(), before);
  }));

test('an account goes away and is back on the same port', () =>
  withSandbox(async ({ setFaults, ssm }) => {
    setFaults({ awayFor: 300 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await assert.rejects(ssm.send(new ListCommandsCommand({})), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'ECONNREFUSED');
      return true;
    });
    for (let tries = 0; ; tries++) {
      try {
        await ssm.send(new ListCommandsCommand({}));
        break;
      } catch (error) {
        if (tries > 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }));

test('faults are set by a signed request, which is never denied itself', () =>
  withSandbox(
    async ({ endpoint, ssm }) => {
      await setFaults(endpoint, credentials, { Denied: ['*'], Expired: true, Throttle: 1 });
      await assert.rejects(ssm.send(new ListCommandsCommand({})), refused('ExpiredTokenException'));
      await setFaults(endpoint, credentials, { Throttle: 1 });
      await assert.rejects(ssm.send(new ListCommandsCommand({})), refused('ThrottlingException'));
      await setFaults(endpoint, credentials, {});
      await ssm.send(new ListCommandsCommand({}));
      const headers = { 'x-amz-target': 'OpswrightSandbox.SetFaults' };
      const wrong = await ask(endpoint, { headers, body: '{"Denid":["*"]}', service: 'ssm', keys: credentials });
      assert.equal(wrong.status, 400);
      assert.match(wrong.body, /There is no fault 'Denid'/);
      const unsigned = await ask(endpoint, { headers, body: '{}', keys: credentials });
      assert.equal(unsigned.status, 403);
    },
    {},
    { takesFaults: true },
  ));

test('an account that was not started for it takes no faults', () =>
  withSandbox(async ({ endpoint }) => {
    const headers = { 'x-amz-target': 'OpswrightSandbox.SetFaults' };
    const answer = await ask(endpoint, { headers, body: '{"Expired":true}', service: 'ssm', keys: credentials });
    assert.equal(answer.status, 400);
    assert.match(answer.body, /UnknownOperationException/);
  }));
