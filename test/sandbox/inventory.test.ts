/** Inventory through the real SDK, in agreement with the lists of nodes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DeleteInventoryCommand,
  DescribeInstanceInformationCommand,
  DescribeInventoryDeletionsCommand,
  GetInventoryCommand,
  type GetInventoryCommandInput,
  GetInventorySchemaCommand,
  ListInventoryEntriesCommand,
  PutInventoryCommand,
  paginateGetInventory,
} from '@aws-sdk/client-ssm';
import { withSandbox } from '../helpers-sandbox.ts';

const TypeName = 'AWS:InstanceInformation';

test('the inventory says of a node what the list of nodes says', () =>
  withSandbox(async ({ ssm }) => {
    const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
    for (const node of InstanceInformationList) {
      const { Entries = [], CaptureTime } = await ssm.send(
        new ListInventoryEntriesCommand({ InstanceId: node.InstanceId, TypeName }),
      );
      const [entry] = Entries;
      assert.match(CaptureTime ?? '', /^\d{4}-\d\d-\d\dT\d\d:00:00Z$/);
      assert.deepEqual(
        [entry?.ComputerName, entry?.AgentVersion, entry?.PlatformName, entry?.IpAddress],
        [node.ComputerName, node.AgentVersion, node.PlatformName, node.IPAddress],
      );
    }
  }));

test('each type has a schema, and each entry keeps to it', () =>
  withSandbox(async ({ ssm }) => {
    const { Schemas = [] } = await ssm.send(new GetInventorySchemaCommand({}));
    assert.ok(Schemas.length >= 7);
    const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
    for (const InstanceId of InstanceInformationList.slice(0, 5).map((node) => node.InstanceId))
      for (const schema of Schemas) {
        const { Entries = [] } = await ssm.send(
          new ListInventoryEntriesCommand({ InstanceId, TypeName: schema.TypeName }),
        );
        const names = new Set(schema.Attributes?.map(({ Name }) => Name));
        for (const entry of Entries) assert.ok(Object.keys(entry).every((name) => names.has(name)));
      }
  }));

test('nodes are found by what they have, page by page', () =>
  withSandbox(async ({ ssm }) => {
    const found: string[] = [];
    const Filters = [{ Key: `${TypeName}.PlatformType`, Values: ['Windows'], Type: 'Equal' as const }];
    for await (const page of paginateGetInventory({ client: ssm, pageSize: 2 }, { Filters }))
      found.push(...(page.Entities ?? []).map(({ Id }) => Id ?? ''));
    assert.equal(found.length, 5);
    const { Entities = [] } = await ssm.send(
      new GetInventoryCommand({
        Filters: [{ Key: 'AWS:Application.Name', Values: ['nginx'] }],
        ResultAttributes: [{ TypeName: 'AWS:Application' }],
      }),
    );
    assert.ok(Entities.length > 0);
    assert.ok(Entities[0]?.Data?.['AWS:Application']?.Content?.some(({ Name }) => Name === 'nginx'));
  }));

test('values are counted, inside each other and by groups', () =>
  withSandbox(async ({ ssm }) => {
    const content = async (input: GetInventoryCommandInput) =>
      (await ssm.send(new GetInventoryCommand(input))).Entities?.[0]?.Data?.[TypeName]?.Content ?? [];
    const platforms = await content({ Aggregators: [{ Expression: `${TypeName}.PlatformType` }] });
    assert.deepEqual(Object.fromEntries(platforms.map(({ PlatformType = '', Count }) => [PlatformType, Count])), {
      Linux: '20',
      Windows: '5',
    });
    const nested = await content({
      Aggregators: [
        {
          Expression: `${TypeName}.PlatformType`,
          Aggregators: [{ Expression: `${TypeName}.PlatformVersion` }],
        },
      ],
    });
    assert.ok(nested.length > platforms.length);
    const groups = await content({
      Aggregators: [
        { Groups: [{ Name: 'ubuntu', Filters: [{ Key: `${TypeName}.PlatformName`, Values: ['Ubuntu'] }] }] },
      ],
    });
    assert.equal(groups.find(({ matched }) => matched === 'true')?.Count, '5');
  }));

test('own inventory is put and read; what is not known is refused', () =>
  withSandbox(async ({ ssm }) => {
    const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
    const InstanceId = InstanceInformationList[0]?.InstanceId;
    const custom = 'Custom:RackInformation';
    const item = { SchemaVersion: '1.0', CaptureTime: '2026-01-05T08:00:00Z', Content: [{ Rack: 'B12' }] };
    await ssm.send(new PutInventoryCommand({ InstanceId, Items: [{ TypeName: custom, ...item }] }));
    const { Entries } = await ssm.send(new ListInventoryEntriesCommand({ InstanceId, TypeName: custom }));
    assert.deepEqual(Entries, [{ Rack: 'B12' }]);
    const refusals: [Promise<unknown>, string][] = [
      [
        ssm.send(new PutInventoryCommand({ InstanceId, Items: [{ TypeName: 'AWS:Nothing', ...item }] })),
        'InvalidTypeNameException',
      ],
      [ssm.send(new ListInventoryEntriesCommand({ InstanceId, TypeName: 'Custom:Other' })), 'InvalidTypeNameException'],
      [ssm.send(new ListInventoryEntriesCommand({ InstanceId: 'i-00000000000000000', TypeName })), 'InvalidInstanceId'],
      [
        ssm.send(new GetInventoryCommand({ Filters: [{ Key: `${TypeName}.Colour`, Values: ['red'] }] })),
        'InvalidFilter',
      ],
      [ssm.send(new GetInventoryCommand({ Aggregators: [{}] })), 'InvalidAggregatorException'],
    ];
    for (const [sent, name] of refusals) await assert.rejects(sent, { name });
  }));

test('a custom type is told with its schema, and deleted from every node', () =>
  withSandbox(async ({ ssm }) => {
    const type = { TypeName: 'Custom:ShopFloor' };
    const { Schemas } = await ssm.send(new GetInventorySchemaCommand(type));
    assert.ok(Schemas?.[0]?.Attributes?.some(({ Name }) => Name === 'Rack'));
    const dry = await ssm.send(
      new DeleteInventoryCommand({ ...type, SchemaDeleteOption: 'DeleteSchema', DryRun: true }),
    );
    assert.equal(dry.DeletionSummary?.TotalCount, 2);
    const { DeletionId } = await ssm.send(new DeleteInventoryCommand(type));
    const { InventoryDeletions } = await ssm.send(new DescribeInventoryDeletionsCommand({ DeletionId }));
    assert.equal(InventoryDeletions?.[0]?.LastStatus, 'Complete');
    await assert.rejects(ssm.send(new GetInventorySchemaCommand(type)), { name: 'InvalidTypeNameException' });
    await assert.rejects(ssm.send(new DeleteInventoryCommand({ TypeName })), { name: 'InvalidTypeNameException' });
  }));
