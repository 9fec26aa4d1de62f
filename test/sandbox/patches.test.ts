/** Patch Manager through the real SDK: states, patches, groups and baselines that agree with each other. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreatePatchBaselineCommand,
  DeletePatchBaselineCommand,
  DeregisterPatchBaselineForPatchGroupCommand,
  DescribeInstanceInformationCommand,
  DescribeInstancePatchesCommand,
  DescribeInstancePatchStatesCommand,
  DescribeInstancePatchStatesForPatchGroupCommand,
  DescribePatchBaselinesCommand,
  DescribePatchGroupStateCommand,
  DescribePatchGroupsCommand,
  GetDefaultPatchBaselineCommand,
  GetPatchBaselineCommand,
  GetPatchBaselineForPatchGroupCommand,
  type InstancePatchState,
  RegisterDefaultPatchBaselineCommand,
  RegisterPatchBaselineForPatchGroupCommand,
  SendCommandCommand,
  type SSMClient,
  UpdatePatchBaselineCommand,
} from '@aws-sdk/client-ssm';
import { withSandbox } from '../helpers-sandbox.ts';

async function statesOfAll(ssm: SSMClient): Promise<InstancePatchState[]> {
  const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
  const InstanceIds = InstanceInformationList.map(({ InstanceId }) => InstanceId ?? '');
  const { InstancePatchStates = [] } = await ssm.send(new DescribeInstancePatchStatesCommand({ InstanceIds }));
  return InstancePatchStates;
}

test('the counts of a node are those of its patches', () =>
  withSandbox(async ({ ssm }) => {
    const states = await statesOfAll(ssm);
    assert.equal(states.length, 25);
    assert.ok(states.some(({ MissingCount = 0 }) => MissingCount > 0));
    assert.ok(states.some(({ MissingCount }) => MissingCount === 0));
    for (const state of states) {
      const { Patches = [] } = await ssm.send(new DescribeInstancePatchesCommand({ InstanceId: state.InstanceId }));
      const count = (wanted: string) => Patches.filter(({ State }) => State === wanted).length;
      assert.equal(count('MISSING'), state.MissingCount);
      assert.equal(count('INSTALLED'), state.InstalledCount);
      assert.equal(count('FAILED'), state.FailedCount);
    }
    const [behind] = states.filter(({ MissingCount = 0 }) => MissingCount > 0);
    const missing = await ssm.send(
      new DescribeInstancePatchesCommand({
        InstanceId: behind?.InstanceId,
        Filters: [{ Key: 'State', Values: ['Missing'] }],
      }),
    );
    assert.equal(missing.Patches?.length, behind?.MissingCount);
    const { InstancePatchStates } = await ssm.send(
      new DescribeInstancePatchStatesCommand({ InstanceIds: ['i-00000000000000000'] }),
    );
    assert.deepEqual(InstancePatchStates, []);
  }));

test('a run of the patch document installs what is missing', () =>
  withSandbox(async ({ ssm, pass }) => {
    const { InstanceInformationList = [] } = await ssm.send(
      new DescribeInstanceInformationCommand({ Filters: [{ Key: 'PingStatus', Values: ['Online'] }] }),
    );
    const InstanceIds = InstanceInformationList.map(({ InstanceId }) => InstanceId ?? '');
    const Parameters = { Operation: ['Install'] };
    await ssm.send(new SendCommandCommand({ DocumentName: 'AWS-RunPatchBaseline', InstanceIds, Parameters }));
    await pass(600);
    const states = (await statesOfAll(ssm)).filter(({ InstanceId = '' }) => InstanceIds.includes(InstanceId));
    for (const { MissingCount, FailedCount, Operation } of states)
      assert.deepEqual([MissingCount, FailedCount, Operation], [0, 0, 'Install']);
  }));

test('a patch group is summed up and can be searched', () =>
  withSandbox(async ({ ssm }) => {
    const PatchGroup = 'linux-prod';
    const all = await ssm.send(new DescribeInstancePatchStatesForPatchGroupCommand({ PatchGroup }));
    const lacking = await ssm.send(
      new DescribeInstancePatchStatesForPatchGroupCommand({
        PatchGroup,
        Filters: [{ Key: 'MissingCount', Values: ['0'], Type: 'GreaterThan' }],
      }),
    );
    const summary = await ssm.send(new DescribePatchGroupStateCommand({ PatchGroup }));
    assert.equal(summary.Instances, all.InstancePatchStates?.length);
    assert.equal(summary.InstancesWithMissingPatches, lacking.InstancePatchStates?.length);
    await assert.rejects(
      ssm.send(
        new DescribeInstancePatchStatesForPatchGroupCommand({
          PatchGroup,
          Filters: [{ Key: 'Colour', Values: ['0'], Type: 'Equal' }],
        }),
      ),
      { name: 'InvalidFilter' },
    );
  }));

test('baselines are read, by group and by default', () =>
  withSandbox(async ({ ssm }) => {
    const { Mappings = [] } = await ssm.send(new DescribePatchGroupsCommand({}));
    assert.deepEqual(
      Mappings.map(({ PatchGroup }) => PatchGroup),
      ['linux-prod'],
    );
    const own = await ssm.send(new DescribePatchBaselinesCommand({ Filters: [{ Key: 'OWNER', Values: ['Self'] }] }));
    const BaselineId = own.BaselineIdentities?.[0]?.BaselineId;
    const baseline = await ssm.send(new GetPatchBaselineCommand({ BaselineId }));
    assert.equal(baseline.ApprovalRules?.PatchRules?.[0]?.ApproveAfterDays, 3);
    const OperatingSystem = 'AMAZON_LINUX_2023';
    const ofGroup = await ssm.send(
      new GetPatchBaselineForPatchGroupCommand({ PatchGroup: 'linux-prod', OperatingSystem }),
    );
    assert.equal(ofGroup.BaselineId, BaselineId);
    const usual = await ssm.send(new GetDefaultPatchBaselineCommand({ OperatingSystem }));
    assert.notEqual(usual.BaselineId, BaselineId);
    await assert.rejects(ssm.send(new GetPatchBaselineCommand({ BaselineId: 'pb-00000000000000000' })), {
      name: 'DoesNotExistException',
    });
    await assert.rejects(ssm.send(new DescribeInstancePatchesCommand({ InstanceId: 'i-00000000000000000' })), {
      name: 'InvalidInstanceId',
    });
  }));

test('a baseline is made, counts for a patch group, is the default, and is deleted when it does not', () =>
  withSandbox(async ({ ssm }) => {
    const OperatingSystem = 'UBUNTU';
    const { BaselineId } = await ssm.send(
      new CreatePatchBaselineCommand({ Name: 'ubuntu-soon', OperatingSystem, ApprovedPatches: ['curl*'] }),
    );
    await ssm.send(new UpdatePatchBaselineCommand({ BaselineId, Description: 'As soon as possible' }));
    const baseline = await ssm.send(new GetPatchBaselineCommand({ BaselineId }));
    assert.deepEqual([baseline.Description, baseline.ApprovedPatches], ['As soon as possible', ['curl*']]);
    const group = { BaselineId, PatchGroup: 'linux' };
    await ssm.send(new RegisterPatchBaselineForPatchGroupCommand(group));
    await assert.rejects(ssm.send(new RegisterPatchBaselineForPatchGroupCommand(group)), {
      name: 'AlreadyExistsException',
    });
    const ofGroup = await ssm.send(new GetPatchBaselineForPatchGroupCommand({ PatchGroup: 'linux', OperatingSystem }));
    assert.equal(ofGroup.BaselineId, BaselineId);
    const { BaselineId: before } = await ssm.send(new GetDefaultPatchBaselineCommand({ OperatingSystem }));
    await ssm.send(new RegisterDefaultPatchBaselineCommand({ BaselineId }));
    const after = await ssm.send(new GetDefaultPatchBaselineCommand({ OperatingSystem }));
    assert.deepEqual([after.BaselineId, before === BaselineId], [BaselineId, false]);
    await assert.rejects(ssm.send(new DeletePatchBaselineCommand({ BaselineId })), { name: 'ResourceInUseException' });
    await ssm.send(new DeregisterPatchBaselineForPatchGroupCommand(group));
    await ssm.send(new RegisterDefaultPatchBaselineCommand({ BaselineId: before }));
    await ssm.send(new DeletePatchBaselineCommand({ BaselineId }));
    await assert.rejects(ssm.send(new GetPatchBaselineCommand({ BaselineId })), { name: 'DoesNotExistException' });
    await assert.rejects(ssm.send(new UpdatePatchBaselineCommand({ BaselineId: before })), {
      name: 'DoesNotExistException',
    });
  }));
