/** What AWS Config of the pretend account has recorded, as the real SDK sees it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  BatchGetResourceConfigCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  GetDiscoveredResourceCountsCommand,
  GetResourceConfigHistoryCommand,
  ListDiscoveredResourcesCommand,
  paginateListDiscoveredResources,
  SelectResourceConfigCommand,
  StartRemediationExecutionCommand,
} from '@aws-sdk/client-config-service';
import { StopInstancesCommand } from '@aws-sdk/client-ec2';
import { fleetOf } from '../../../server/src/sandbox/fleet.ts';
import { refused, type Sandbox, withSandbox } from '../../helpers-sandbox.ts';

const instance = 'AWS::EC2::Instance';

async function query({ config }: Sandbox, Expression: string): Promise<unknown[]> {
  const { Results = [] } = await config.send(new SelectResourceConfigCommand({ Expression, Limit: 100 }));
  return Results.map((each) => JSON.parse(each) as unknown);
}

test('resources are listed and counted by type', () =>
  withSandbox(async ({ config }) => {
    const ids: string[] = [];
    for await (const page of paginateListDiscoveredResources(
      { client: config, pageSize: 10 },
      { resourceType: instance },
    ))
      for (const { resourceId } of page.resourceIdentifiers ?? []) ids.push(resourceId ?? '');
    const { resourceCounts = [], totalDiscoveredResources } = await config.send(
      new GetDiscoveredResourceCountsCommand({}),
    );
    assert.equal(resourceCounts.find(({ resourceType }) => resourceType === instance)?.count, ids.length);
    assert.equal(
      totalDiscoveredResources,
      resourceCounts.reduce((sum, { count = 0 }) => sum + count, 0),
    );
    const one = await config.send(
      new ListDiscoveredResourcesCommand({ resourceType: instance, resourceIds: [ids[0] ?? ''] }),
    );
    assert.equal(one.resourceIdentifiers?.length, 1);
    await assert.rejects(
      config.send(
        new ListDiscoveredResourcesCommand({ resourceType: instance, resourceIds: ids.slice(0, 1), resourceName: 'x' }),
      ),
      refused('ValidationException'),
    );
  }));

test('the present configuration of resources is given, and what is not there is said', () =>
  withSandbox(async ({ config }) => {
    const { baseConfigurationItems = [], unprocessedResourceKeys = [] } = await config.send(
      new BatchGetResourceConfigCommand({
        resourceKeys: [
          { resourceType: 'AWS::S3::Bucket', resourceId: 'shop-assets' },
          { resourceType: 'AWS::S3::Bucket', resourceId: 'no-such-bucket' },
        ],
      }),
    );
    assert.equal(baseConfigurationItems[0]?.arn, 'arn:aws:s3:::shop-assets');
    assert.equal(JSON.parse(baseConfigurationItems[0]?.configuration ?? '').versioning, 'Enabled');
    assert.equal(unprocessedResourceKeys[0]?.resourceId, 'no-such-bucket');
  }));

test('the history of an instance ends with what was done to it', () =>
  withSandbox(async ({ account, config, ec2, pass }) => {
    const resourceId =
      Object.values(fleetOf(account)).find(({ id, state }) => id.startsWith('i-') && state === 'running')?.id ?? '';
    const history = async (more: object = {}) =>
      (await config.send(new GetResourceConfigHistoryCommand({ resourceType: instance, resourceId, ...more })))
        .configurationItems ?? [];
    assert.deepEqual(
      (await history()).map(({ configurationItemStatus }) => configurationItemStatus),
      ['OK', 'ResourceDiscovered'],
    );
    await ec2.send(new StopInstancesCommand({ InstanceIds: [resourceId] }));
    await pass(60);
    const [last] = await history();
    assert.equal(JSON.parse(last?.configuration ?? '').state.name, 'stopped');
    assert.ok(last?.configurationItemCaptureTime instanceof Date);
    const [first] = await history({ chronologicalOrder: 'Forward', limit: 1 });
    assert.equal(first?.configurationItemStatus, 'ResourceDiscovered');
    assert.deepEqual(await history({ laterTime: new Date(0) }), []);
    await assert.rejects(
      config.send(new GetResourceConfigHistoryCommand({ resourceType: instance, resourceId: 'i-0' })),
      refused('ResourceNotDiscoveredException'),
    );
  }));

test('the recorder records', () =>
  withSandbox(async ({ config }) => {
    const { ConfigurationRecorders = [] } = await config.send(new DescribeConfigurationRecordersCommand({}));
    assert.equal(ConfigurationRecorders[0]?.recordingGroup?.allSupported, true);
    const { ConfigurationRecordersStatus = [] } = await config.send(new DescribeConfigurationRecorderStatusCommand({}));
    assert.equal(ConfigurationRecordersStatus[0]?.recording, true);
    for (const Command of [DescribeConfigurationRecordersCommand, DescribeConfigurationRecorderStatusCommand])
      await assert.rejects(
        config.send(new Command({ ConfigurationRecorderNames: ['other'] }) as DescribeConfigurationRecordersCommand),
        refused('NoSuchConfigurationRecorderException'),
      );
  }));

test('queries select, compare, group and order', () =>
  withSandbox(async (sandbox) => {
    const from = (where: string) =>
      query(sandbox, `SELECT resourceId WHERE resourceType = 'AWS::S3::Bucket' AND ${where} ORDER BY resourceId`);
    const ids = async (where: string) =>
      ((await from(where)) as { resourceId: string }[]).map(({ resourceId }) => resourceId);
    assert.deepEqual(await ids('configuration.public = true'), ['scratch-dev', 'shop-assets']);
    assert.deepEqual(await ids("resourceId LIKE 'shop-%' AND NOT resourceId LIKE '%s'"), []);
    assert.deepEqual(await ids("resourceId IN ('scratch-dev', 'analytics-raw')"), ['analytics-raw', 'scratch-dev']);
    assert.deepEqual(
      await ids("resourceId NOT IN ('scratch-dev') AND (tags.tag = 'Environment=dev' OR tags.value = 'data')"),
      ['analytics-raw'],
    );
    assert.deepEqual(await ids("resourceId BETWEEN 'a' AND 'b'"), ['analytics-raw']);
    const counts = (await query(
      sandbox,
      "SELECT resourceType, COUNT(*) WHERE resourceType IN ('AWS::S3::Bucket', 'AWS::KMS::Key') GROUP BY resourceType ORDER BY COUNT(*) DESC",
    )) as { resourceType: string; 'COUNT(*)': number }[];
    assert.deepEqual(counts, [
      { resourceType: 'AWS::S3::Bucket', 'COUNT(*)': 6 },
      { resourceType: 'AWS::KMS::Key', 'COUNT(*)': 3 },
    ]);
    assert.deepEqual(
      await query(sandbox, "SELECT MAX(configuration.timeout) WHERE resourceType = 'AWS::Lambda::Function'"),
      [{ 'MAX(configuration.timeout)': 900 }],
    );
    const [database] = await query(
      sandbox,
      "SELECT configuration.engine, configuration.multiAZ WHERE resourceId = 'db-orders'",
    );
    assert.deepEqual(database, { configuration: { engine: 'postgres', multiAZ: true } });
  }));

test('queries that cannot be read are refused with what was wrong', () =>
  withSandbox(async (sandbox) => {
    for (const text of [
      'resourceId',
      'SELECT',
      'SELECT resourceId WHERE',
      "SELECT resourceId WHERE a ~ 'b'",
      'SELECT a, COUNT(*)',
      "SELECT a WHERE b = 'c' LIMIT 5",
    ])
      await assert.rejects(query(sandbox, text), refused('InvalidExpressionException'), text);
  }));

test('the history of a resource and the trail agree on who changed it, a remediation included', () =>
  withSandbox(async ({ config, cloudtrail, pass }) => {
    const key = { resourceType: 'AWS::S3::Bucket' as const, resourceId: 'scratch-dev' };
    const history = async () =>
      (await config.send(new GetResourceConfigHistoryCommand(key))).configurationItems?.map((item) => ({
        at: item.configurationItemCaptureTime?.getTime() ?? 0,
        isPublic: JSON.parse(item.configuration ?? '').public as boolean,
      })) ?? [];
    const trail = async () =>
      (
        await cloudtrail.send(
          new LookupEventsCommand({
            LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: key.resourceId }],
          }),
        )
      ).Events ?? [];
    const [made, before] = await history();
    assert.deepEqual([before?.isPublic, made?.isPublic], [false, true]);
    const [change] = await trail();
    assert.deepEqual([change?.EventName, change?.Username], ['PutBucketAcl', 'chiara']);
    const seconds = ((made?.at ?? 0) - (change?.EventTime?.getTime() ?? 0)) / 1000;
    assert.ok(seconds > 0 && seconds < 60, `${seconds}`);
    const ConfigRuleName = 's3-bucket-public-read-prohibited';
    await config.send(new StartRemediationExecutionCommand({ ConfigRuleName, ResourceKeys: [key] }));
    await pass(60);
    assert.deepEqual(
      (await history()).slice(0, 2).map(({ isPublic }) => isPublic),
      [false, true],
    );
    assert.equal((await trail())[0]?.Username, 'AwsConfigRemediation');
  }));
