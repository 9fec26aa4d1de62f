/** Resource groups through the real SDK: made by queries, listed, and what is in them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResourceGroups } from '@aws-sdk/client-resource-groups';
import { machinesOf } from '../../server/src/sandbox/fleet.ts';
import { clientSettings, credentials, refused, type Sandbox, withSandbox } from '../helpers-sandbox.ts';
import { ask } from '../helpers-signed.ts';

function withGroups(use: (groups: ResourceGroups, sandbox: Sandbox) => Promise<void>) {
  return withSandbox(async (sandbox) => {
    const groups = new ResourceGroups(clientSettings(sandbox.endpoint));
    await use(groups, sandbox).finally(() => groups.destroy());
  });
}

function queryOf(types: string[], Key: string, ...Values: string[]) {
  const Query = JSON.stringify({ ResourceTypeFilters: types, TagFilters: [{ Key, Values }] });
  return { Type: 'TAG_FILTERS_1_0' as const, Query };
}

test('groups are listed by name, page by page', () =>
  withGroups(async (groups) => {
    const { GroupIdentifiers: all = [] } = await groups.listGroups({});
    assert.ok(
      all.some(({ GroupName, Description }) => GroupName === 'web' && Description === 'Web servers of the shop'),
    );
    const names: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await groups.listGroups({ MaxResults: 3, NextToken });
      assert.ok((page.GroupIdentifiers ?? []).length <= 3);
      names.push(...(page.GroupIdentifiers ?? []).map(({ GroupName }) => GroupName));
      NextToken = page.NextToken;
    } while (NextToken);
    assert.deepEqual(
      names,
      all.map(({ GroupName }) => GroupName),
    );
    const Filters = [{ Name: 'resource-type' as const, Values: ['AWS::S3::Bucket'] }];
    const buckets = await groups.listGroups({ Filters });
    assert.deepEqual(
      buckets.GroupIdentifiers?.map(({ GroupName }) => GroupName),
      ['shop-buckets'],
    );
  }));

test('a group has what its query finds at that moment', () =>
  withGroups(async (groups, { account }) => {
    const members = async (Group: string) => (await groups.listGroupResources({ Group })).ResourceIdentifiers ?? [];
    const stores = await members('store');
    assert.deepEqual(
      stores.map(({ ResourceType }) => ResourceType),
      ['AWS::SSM::ManagedInstance', 'AWS::SSM::ManagedInstance'],
    );
    const [machine] = machinesOf(account).filter(({ tags }) => tags.Role === 'web');
    assert.ok(machine);
    machine.tags.Role = 'store';
    assert.equal((await members('store')).length, 3);
    const kinds = new Set((await members('shop-production')).map(({ ResourceType }) => ResourceType));
    assert.ok(kinds.has('AWS::EC2::Instance') && kinds.has('AWS::S3::Bucket'));
  }));

test('a group refuses types that its query leaves out', () =>
  withGroups(async (groups) => {
    const only = (...Values: string[]) => [{ Name: 'resource-type' as const, Values }];
    const Filters = only('AWS::EC2::Instance', 'AWS::SSM::ManagedInstance');
    await assert.rejects(
      groups.listGroupResources({ Group: 'shop-buckets', Filters }),
      refused('BadRequestException', /not valid: AWS::EC2::Instance, AWS::SSM::ManagedInstance/),
    );
    const { ResourceIdentifiers = [] } = await groups.listGroupResources({ Group: 'shop-production', Filters });
    assert.ok(ResourceIdentifiers.length > 0);
    assert.ok(ResourceIdentifiers.every(({ ResourceType = '' }) => Filters[0]?.Values.includes(ResourceType)));
  }));

test('a group is made, described, changed and deleted', () =>
  withGroups(async (groups) => {
    const ResourceQuery = queryOf(['AWS::EC2::Instance'], 'Environment', 'dev');
    const { Group } = await groups.createGroup({ Name: 'dev', Description: 'To try things', ResourceQuery });
    assert.match(Group?.GroupArn ?? '', /^arn:aws:resource-groups:eu-west-1:\d{12}:group\/dev$/);
    const count = async () => (await groups.listGroupResources({ Group: Group?.GroupArn })).ResourceIdentifiers?.length;
    const before = await count();
    assert.ok(before);
    await groups.updateGroupQuery({ Group: 'dev', ResourceQuery: queryOf(['AWS::EC2::Instance'], 'Environment') });
    assert.ok(((await count()) ?? 0) > before);
    const { GroupQuery } = await groups.getGroupQuery({ Group: 'dev' });
    assert.match(GroupQuery?.ResourceQuery?.Query ?? '', /"Key":"Environment","Values":\[\]/);
    await assert.rejects(groups.createGroup({ Name: 'dev', ResourceQuery }), refused('BadRequestException', /exists/));
    await groups.deleteGroup({ Group: 'dev' });
    await assert.rejects(groups.getGroup({ Group: 'dev' }), refused('NotFoundException'));
  }));

test('a query that cannot be read, a foreign token and a path that is none are refused', () =>
  withGroups(async (groups, { endpoint }) => {
    for (const Query of ['{', '{}', '{"ResourceTypeFilters":[],"TagFilters":[]}', 'null'])
      await assert.rejects(
        groups.createGroup({ Name: 'bad', ResourceQuery: { Type: 'TAG_FILTERS_1_0', Query } }),
        refused('BadRequestException', /Query not valid/),
      );
    await assert.rejects(groups.listGroups({ NextToken: 'x' }), refused('BadRequestException'));
    const keys = credentials;
    const { status, body } = await ask(endpoint, {
      path: '/no-such-path',
      service: 'resource-groups',
      keys,
      body: '{}',
    });
    assert.equal(status, 400);
    assert.match(body, /UnknownOperationException/);
    const list = await ask(endpoint, { path: '/groups-list', service: 'resource-groups', keys, body: '[]' });
    assert.match(list.body, /SerializationException/);
  }));
