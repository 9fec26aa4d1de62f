/** Compliance through the real SDK: counted from patches and associations, and from what is put. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeInstanceInformationCommand,
  DescribeInstancePatchStatesCommand,
  ListComplianceItemsCommand,
  ListComplianceSummariesCommand,
  ListResourceComplianceSummariesCommand,
  PutComplianceItemsCommand,
  type PutComplianceItemsCommandInput,
  paginateListComplianceItems,
  paginateListResourceComplianceSummaries,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { withSandbox } from '../helpers-sandbox.ts';

async function firstNode(ssm: SSMClient): Promise<string> {
  const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
  return InstanceInformationList[0]?.InstanceId ?? '';
}

test('the sums of nodes and of types agree with each other and with the patches', () =>
  withSandbox(async ({ ssm }) => {
    const nodes: { id: string; bad: number }[] = [];
    const Filters = [{ Key: 'ComplianceType', Values: ['Patch'], Type: 'EQUAL' as const }];
    for await (const page of paginateListResourceComplianceSummaries({ client: ssm, pageSize: 10 }, { Filters }))
      for (const item of page.ResourceComplianceSummaryItems ?? [])
        nodes.push({ id: item.ResourceId ?? '', bad: item.NonCompliantSummary?.NonCompliantCount ?? 0 });
    assert.equal(nodes.length, 25);
    const { InstancePatchStates = [] } = await ssm.send(
      new DescribeInstancePatchStatesCommand({ InstanceIds: nodes.map(({ id }) => id) }),
    );
    for (const state of InstancePatchStates)
      assert.equal(
        (state.MissingCount ?? 0) + (state.FailedCount ?? 0),
        nodes.find(({ id }) => id === state.InstanceId)?.bad,
      );
    const { ComplianceSummaryItems = [] } = await ssm.send(new ListComplianceSummariesCommand({}));
    const patch = ComplianceSummaryItems.find(({ ComplianceType }) => ComplianceType === 'Patch');
    assert.equal(patch?.NonCompliantSummary?.NonCompliantCount, nodes.filter(({ bad }) => bad > 0).length);
    assert.ok(ComplianceSummaryItems.some(({ ComplianceType }) => ComplianceType === 'Association'));
  }));

test('the items of a node come in pages and by filter', () =>
  withSandbox(async ({ ssm }) => {
    const id = await firstNode(ssm);
    const asked = { ResourceIds: [id], ResourceTypes: ['ManagedInstance'] };
    const found = new Set<string>();
    for await (const page of paginateListComplianceItems({ client: ssm, pageSize: 5 }, { ...asked }))
      for (const item of page.ComplianceItems ?? []) found.add(item.Id ?? '');
    const whole = await ssm.send(new ListComplianceItemsCommand(asked));
    assert.equal(found.size, whole.ComplianceItems?.length);
    const { ComplianceItems = [] } = await ssm.send(
      new ListComplianceItemsCommand({
        ...asked,
        Filters: [{ Key: 'ComplianceType', Values: ['Association'], Type: 'EQUAL' }],
      }),
    );
    assert.ok(ComplianceItems.length > 0);
    assert.ok(ComplianceItems.every(({ Details }) => Details?.DocumentName?.startsWith('AWS-')));
  }));

test('own items are put, whole or in part', () =>
  withSandbox(async ({ ssm }) => {
    const ResourceId = await firstNode(ssm);
    const put = (input: Partial<PutComplianceItemsCommandInput>) =>
      ssm.send(
        new PutComplianceItemsCommand({
          ResourceId,
          ResourceType: 'ManagedInstance',
          ComplianceType: 'Custom:Licences',
          ExecutionSummary: { ExecutionTime: new Date('2026-01-05T08:00:00Z') },
          Items: [],
          ...input,
        }),
      );
    const ids = async () => {
      const { ComplianceItems = [] } = await ssm.send(
        new ListComplianceItemsCommand({
          ResourceIds: [ResourceId],
          Filters: [{ Key: 'ComplianceType', Values: ['Custom:'], Type: 'BEGIN_WITH' }],
        }),
      );
      return ComplianceItems.map(({ Id, Status }) => `${Id} ${Status}`);
    };
    await put({ Items: [{ Id: 'one', Severity: 'HIGH', Status: 'NON_COMPLIANT' }] });
    await put({ UploadType: 'PARTIAL', Items: [{ Id: 'two', Severity: 'LOW', Status: 'COMPLIANT' }] });
    assert.deepEqual(await ids(), ['one NON_COMPLIANT', 'two COMPLIANT']);
    await put({ Items: [{ Id: 'one', Severity: 'HIGH', Status: 'COMPLIANT' }] });
    assert.deepEqual(await ids(), ['one COMPLIANT']);
    await assert.rejects(put({ ComplianceType: 'Own' }), { name: 'InvalidItemContentException' });
    await assert.rejects(put({ ResourceId: 'i-00000000000000000' }), { name: 'InvalidInstanceId' });
    await assert.rejects(put({ ResourceType: 'Bucket' }), { name: 'ValidationException' });
    await assert.rejects(
      ssm.send(new ListResourceComplianceSummariesCommand({ Filters: [{ Key: 'Colour', Values: ['red'] }] })),
      { name: 'InvalidFilter' },
    );
  }));
