/** OpsCenter through the real SDK. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AssociateOpsItemRelatedItemCommand,
  CreateOpsItemCommand,
  type CreateOpsItemCommandInput,
  DeleteOpsItemCommand,
  DescribeOpsItemsCommand,
  DisassociateOpsItemRelatedItemCommand,
  GetOpsItemCommand,
  GetOpsSummaryCommand,
  ListOpsItemEventsCommand,
  ListOpsItemRelatedItemsCommand,
  type OpsItemFilter,
  type SSMClient,
  UpdateOpsItemCommand,
} from '@aws-sdk/client-ssm';
import { withSandbox } from '../helpers-sandbox.ts';

const create = async (ssm: SSMClient, input: Partial<CreateOpsItemCommandInput> = {}) =>
  (await ssm.send(new CreateOpsItemCommand({ Title: 'Disk is full', Description: 'At 97 %', Source: 'ops', ...input })))
    .OpsItemId ?? '';

test('an item is made, changed, read and deleted', () =>
  withSandbox(async ({ ssm, pass }) => {
    const OpsItemId = await create(ssm, { Severity: '2', Priority: 1 });
    await pass(60);
    await ssm.send(
      new UpdateOpsItemCommand({
        OpsItemId,
        Status: 'Resolved',
        OperationalData: { cause: { Value: 'logs', Type: 'SearchableString' } },
      }),
    );
    const { OpsItem } = await ssm.send(new GetOpsItemCommand({ OpsItemId }));
    assert.deepEqual([OpsItem?.Status, OpsItem?.Severity, OpsItem?.Version], ['Resolved', '2', '2']);
    assert.equal(OpsItem?.OperationalData?.cause?.Value, 'logs');
    assert.ok((OpsItem?.LastModifiedTime ?? 0) > (OpsItem?.CreatedTime ?? 0));
    await ssm.send(new DeleteOpsItemCommand({ OpsItemId }));
    await assert.rejects(ssm.send(new GetOpsItemCommand({ OpsItemId })), { name: 'OpsItemNotFoundException' });
  }));

test('items are found by filters', () =>
  withSandbox(async ({ ssm }) => {
    const titles = async (...OpsItemFilters: OpsItemFilter[]) =>
      ((await ssm.send(new DescribeOpsItemsCommand({ OpsItemFilters }))).OpsItemSummaries ?? []).map(
        ({ Title }) => Title,
      );
    assert.deepEqual(await titles({ Key: 'Status', Values: ['Resolved'], Operator: 'Equal' }), [
      'Certificate of the shop runs out',
    ]);
    const lost = await titles({ Key: 'Title', Values: ['Lost connection'], Operator: 'Contains' });
    assert.equal(lost.length, 1);
    const recent = await titles({ Key: 'CreatedTime', Values: ['2026-01-04T00:00:00Z'], Operator: 'GreaterThan' });
    assert.equal(recent.length, 2);
  }));

test('items and nodes are counted', () =>
  withSandbox(async ({ ssm }) => {
    const { Entities = [] } = await ssm.send(
      new GetOpsSummaryCommand({
        Aggregators: [{ AggregatorType: 'count', TypeName: 'AWS:OpsItem', AttributeName: 'Status' }],
      }),
    );
    const counts = Entities[0]?.Data?.['AWS:OpsItem']?.Content ?? [];
    assert.deepEqual(Object.fromEntries(counts.map(({ Status = '', Count }) => [Status, Count])), {
      Open: '3',
      InProgress: '1',
      Resolved: '1',
    });
    const windows = await ssm.send(
      new GetOpsSummaryCommand({
        ResultAttributes: [{ TypeName: 'AWS:InstanceInformation' }],
        Filters: [{ Key: 'AWS:InstanceInformation.PlatformType', Values: ['Windows'], Type: 'Equal' }],
      }),
    );
    assert.equal(windows.Entities?.length, 5);
    await assert.rejects(
      ssm.send(
        new GetOpsSummaryCommand({
          Aggregators: [{ AggregatorType: 'count', TypeName: 'AWS:OpsItem', AttributeName: 'Colour' }],
        }),
      ),
      { name: 'InvalidAggregatorException' },
    );
    await assert.rejects(ssm.send(new GetOpsSummaryCommand({ ResultAttributes: [{ TypeName: 'AWS:Nothing' }] })), {
      name: 'InvalidTypeNameException',
    });
  }));

test('an item is not made twice while it is open, nor with ranks that do not exist', () =>
  withSandbox(async ({ ssm }) => {
    const OperationalData = { '/aws/dedup': { Value: '{"dedupString":"disk"}', Type: 'SearchableString' as const } };
    const OpsItemId = await create(ssm, { OperationalData });
    await assert.rejects(create(ssm, { OperationalData }), { name: 'OpsItemAlreadyExistsException' });
    await ssm.send(new UpdateOpsItemCommand({ OpsItemId, Status: 'Resolved' }));
    await create(ssm, { OperationalData });
    await assert.rejects(create(ssm, { Severity: '9' }), { name: 'OpsItemInvalidParameterException' });
    await assert.rejects(create(ssm, { RelatedOpsItems: [{ OpsItemId: 'oi-000000000000' }] }), {
      name: 'OpsItemNotFoundException',
    });
  }));

test('an item has related items and events', () =>
  withSandbox(async ({ ssm, pass }) => {
    const OpsItemId = await create(ssm);
    const link = {
      OpsItemId,
      AssociationType: 'IsParentOf',
      ResourceType: 'AWS::SSMIncidents::IncidentRecord',
      ResourceUri: 'arn:aws:ssm-incidents::123456789012:incident-record/web/1',
    };
    const { AssociationId } = await ssm.send(new AssociateOpsItemRelatedItemCommand(link));
    await assert.rejects(ssm.send(new AssociateOpsItemRelatedItemCommand(link)), {
      name: 'OpsItemRelatedItemAlreadyExistsException',
    });
    const related = async () => (await ssm.send(new ListOpsItemRelatedItemsCommand({ OpsItemId }))).Summaries ?? [];
    assert.equal((await related())[0]?.ResourceUri, link.ResourceUri);
    await ssm.send(new DisassociateOpsItemRelatedItemCommand({ OpsItemId, AssociationId }));
    assert.deepEqual(await related(), []);
    await pass(60);
    await ssm.send(new UpdateOpsItemCommand({ OpsItemId, Status: 'InProgress' }));
    const { Summaries = [] } = await ssm.send(
      new ListOpsItemEventsCommand({ Filters: [{ Key: 'OpsItemId', Values: [OpsItemId], Operator: 'Equal' }] }),
    );
    assert.deepEqual(
      Summaries.map(({ DetailType }) => DetailType),
      ['OpsItem Update', 'OpsItem Create'],
    );
  }));
