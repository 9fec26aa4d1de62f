/** Tags of everything through the real SDK. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateTagsCommand } from '@aws-sdk/client-ec2';
import {
  GetResourcesCommand,
  GetTagKeysCommand,
  GetTagValuesCommand,
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { AddTagsToResourceCommand } from '@aws-sdk/client-ssm';
import { machinesOf } from '../../server/src/sandbox/fleet.ts';
import { documentsOf } from '../../server/src/sandbox/ssm/documents.ts';
import { clientSettings, refused, type Sandbox, withSandbox } from '../helpers-sandbox.ts';

function withTagging(use: (tagging: ResourceGroupsTaggingAPIClient, sandbox: Sandbox) => Promise<void>) {
  return withSandbox(async (sandbox) => {
    const tagging = new ResourceGroupsTaggingAPIClient(clientSettings(sandbox.endpoint));
    await use(tagging, sandbox).finally(() => tagging.destroy());
  });
}

test('the keys of all tags are there, and the values of each', () =>
  withTagging(async (tagging) => {
    const { TagKeys = [] } = await tagging.send(new GetTagKeysCommand({}));
    for (const key of ['Environment', 'Name', 'Owner', 'Patch Group', 'Role']) assert.ok(TagKeys.includes(key), key);
    const { TagValues, PaginationToken } = await tagging.send(new GetTagValuesCommand({ Key: 'Environment' }));
    assert.deepEqual([TagValues, PaginationToken], [['dev', 'prod', 'staging'], '']);
    assert.deepEqual((await tagging.send(new GetTagValuesCommand({ Key: 'Nobody' }))).TagValues, []);
  }));

test('resources are found by tag, type and ARN, page by page', () =>
  withTagging(async (tagging) => {
    const ask = { TagFilters: [{ Key: 'Role', Values: ['store'] }], ResourceTypeFilters: ['ssm:managed-instance'] };
    const { ResourceTagMappingList: [first] = [] } = await tagging.send(new GetResourcesCommand(ask));
    assert.match(first?.ResourceARN ?? '', /^arn:aws:ssm:eu-west-1:\d{12}:managed-instance\/mi-/);
    const byArn = await tagging.send(new GetResourcesCommand({ ResourceARNList: [first?.ResourceARN ?? ''] }));
    assert.deepEqual(byArn.ResourceTagMappingList, [first]);
    const instances = { client: tagging, pageSize: 10 };
    let count = 0;
    for await (const page of paginateGetResources(instances, { ResourceTypeFilters: ['ec2:instance'] }))
      count += page.ResourceTagMappingList?.length ?? 0;
    assert.equal(count, 23);
    const services = await tagging.send(new GetResourcesCommand({ ResourceTypeFilters: ['s3', 'rds:db'] }));
    const arns = services.ResourceTagMappingList?.map(({ ResourceARN = '' }) => ResourceARN) ?? [];
    assert.ok(arns.length > 5 && arns.every((arn) => /^arn:aws:(s3:::|rds:.*:db:)/.test(arn)));
  }));

test('a tag that is given is found at once', () =>
  withTagging(async (tagging, { ec2, ssm, account }) => {
    const [machine] = machinesOf(account);
    const [document = ''] = Object.keys(documentsOf(account));
    const Tags = [{ Key: 'Owner', Value: 'crew' }];
    await ec2.send(new CreateTagsCommand({ Resources: [machine?.id ?? ''], Tags }));
    await ssm.send(new AddTagsToResourceCommand({ ResourceType: 'Document', ResourceId: document, Tags }));
    const TagFilters = [{ Key: 'Owner', Values: ['crew'] }];
    const { ResourceTagMappingList = [] } = await tagging.send(new GetResourcesCommand({ TagFilters }));
    assert.deepEqual(
      ResourceTagMappingList.map(({ ResourceARN = '' }) => ResourceARN.split('/')[1]),
      [machine?.id, document],
    );
  }));

test('a token of something else is refused', () =>
  withTagging(async (tagging) => {
    await assert.rejects(
      tagging.send(new GetTagKeysCommand({ PaginationToken: 'nonsense' })),
      refused('PaginationTokenExpiredException'),
    );
  }));
