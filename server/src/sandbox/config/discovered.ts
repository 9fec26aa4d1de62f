/** The resources that Config has discovered: lists, counts, and their present configuration. */

import type {
  BaseConfigurationItem,
  BatchGetResourceConfigRequest,
  ConfigurationItem,
  GetDiscoveredResourceCountsRequest,
  ListDiscoveredResourcesRequest,
  ResourceKey,
} from '@aws-sdk/client-config-service';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf, pageOfStream } from '../pages.ts';
import { accountType, arnOfItem, countOfType, type Item, itemNamed, itemsOfType, recordedTypes } from './items.ts';
import { tokenError } from './rules.ts';

const isGlobal = /^AWS::IAM::/;

export function listDiscoveredResources(account: Account, input: ListDiscoveredResourcesRequest) {
  const { resourceType = '', resourceIds, resourceName, limit, nextToken } = input;
  if (resourceIds !== undefined && resourceName !== undefined)
    throw new ServiceError('ValidationException', 'Resources are named by their ids or by a name, not by both.');
  const found = function* (): Generator<Item, void> {
    for (const item of itemsOfType(account, resourceType))
      if ((resourceIds?.includes(item.id) ?? true) && (resourceName ?? item.name) === item.name) yield item;
  };
  const request = { MaxResults: limit || undefined, NextToken: nextToken };
  const page = pageOfStream(`ListDiscoveredResources ${resourceType}`, found(), request, 100, tokenError);
  return {
    resourceIdentifiers: page.items.map(({ type, id, name }) => ({
      resourceType: type,
      resourceId: id,
      ...(name !== '' && { resourceName: name }),
    })),
    nextToken: page.NextToken,
  };
}

export function getDiscoveredResourceCounts(account: Account, input: GetDiscoveredResourceCountsRequest) {
  const { resourceTypes = [], limit, nextToken } = input;
  const all = recordedTypes(account)
    .filter((type) => type !== accountType && (resourceTypes.length === 0 || resourceTypes.includes(type)))
    .map((resourceType) => ({ resourceType, count: countOfType(account, resourceType) }))
    .sort((a, b) => b.count - a.count);
  const request = { MaxResults: limit || undefined, NextToken: nextToken };
  const page = pageOf('GetDiscoveredResourceCounts', all, request, 100, tokenError);
  return {
    totalDiscoveredResources: all.reduce((sum, { count }) => sum + count, 0),
    resourceCounts: page.items,
    nextToken: page.NextToken,
  };
}

export function batchGetResourceConfig(account: Account, { resourceKeys = [] }: BatchGetResourceConfigRequest) {
  const found: BaseConfigurationItem[] = [];
  const unprocessed: ResourceKey[] = [];
  for (const key of resourceKeys) {
    const item = itemNamed(account, key.resourceType ?? '', key.resourceId ?? '');
    if (item === undefined) unprocessed.push(key);
    else {
      const { tags: _, relationships: __, ...base } = configurationItem(account, item, account.now());
      found.push(base);
    }
  }
  return { baseConfigurationItems: found, unprocessedResourceKeys: unprocessed };
}

/** A resource as Config records it. */
export function configurationItem(account: Account, item: Item, at: number): ConfigurationItem {
  const { machine } = item;
  return {
    version: '1.3',
    accountId: account.settings.accountId,
    configurationItemCaptureTime: new Date(at),
    configurationItemStatus: 'OK',
    configurationStateId: String(at),
    arn: arnOfItem(account, item),
    resourceType: item.type as NonNullable<ConfigurationItem['resourceType']>,
    resourceId: item.id,
    resourceName: item.name === '' ? undefined : item.name,
    awsRegion: isGlobal.test(item.type) ? 'global' : account.settings.region,
    availabilityZone: machine?.zone ?? 'Not Applicable',
    resourceCreationTime: new Date(item.created),
    tags: { ...item.tags },
    relationships: relationshipsOf(item),
    configuration: JSON.stringify(item.configuration()),
    supplementaryConfiguration: {},
  };
}

function relationshipsOf({ type, machine }: Item): NonNullable<ConfigurationItem['relationships']> {
  if (machine === undefined) return [];
  if (type === 'AWS::EC2::Volume')
    return [
      { resourceType: 'AWS::EC2::Instance', resourceId: machine.id, relationshipName: 'Is attached to Instance' },
    ];
  if (type !== 'AWS::EC2::Instance') return [];
  return [
    { resourceType: 'AWS::EC2::Volume', resourceId: machine.rootVolumeId, relationshipName: 'Is attached to Volume' },
    { resourceType: 'AWS::EC2::Subnet', resourceId: machine.subnetId, relationshipName: 'Is contained in Subnet' },
    { resourceType: 'AWS::EC2::VPC', resourceId: machine.vpcId, relationshipName: 'Is contained in Vpc' },
  ];
}
