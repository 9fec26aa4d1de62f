/** The Resource Groups Tagging API: which tags there are, and what has them. */

import type {
  GetResourcesInput,
  GetTagKeysInput,
  GetTagValuesInput,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { Account } from '../account.ts';
import type { Operations } from '../operations.ts';
import { pageOf, pageOfStream } from '../pages.ts';
import { hasTags, type Tagged, taggedResources } from './taggable.ts';

const tokenError = { code: 'PaginationTokenExpiredException' };
/** As many keys or values as are given at once. */
const namesPerPage = 500;

function getResources(account: Account, input: GetResourcesInput) {
  const { TagFilters = [], ResourceTypeFilters = [], ResourceARNList = [], ResourcesPerPage = 50 } = input;
  const found = function* (): Generator<Tagged, void> {
    for (const each of taggedResources(account))
      if (
        hasTags(each, TagFilters) &&
        (ResourceTypeFilters.length === 0 || ResourceTypeFilters.some((type) => isOfType(each, type))) &&
        (ResourceARNList.length === 0 || ResourceARNList.includes(each.arn))
      )
        yield each;
  };
  const request = { MaxResults: ResourcesPerPage, NextToken: input.PaginationToken };
  const page = pageOfStream('GetResources', found(), request, 100, tokenError);
  return {
    ResourceTagMappingList: page.items.map(({ arn, tags }) => ({
      ResourceARN: arn,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    })),
    // The last page has an empty token, not none.
    PaginationToken: page.NextToken ?? '',
  };
}

/** A service alone stands for all its types. */
function isOfType({ type }: Tagged, wanted: string): boolean {
  return type === wanted || type.startsWith(`${wanted}:`);
}

function getTagKeys(account: Account, { PaginationToken }: GetTagKeysInput) {
  const keys = new Set<string>();
  for (const { tags } of taggedResources(account)) for (const key of Object.keys(tags)) keys.add(key);
  const request = { MaxResults: undefined, NextToken: PaginationToken };
  const page = pageOf('GetTagKeys', [...keys].sort(), request, namesPerPage, tokenError);
  return { TagKeys: page.items, PaginationToken: page.NextToken ?? '' };
}

function getTagValues(account: Account, { Key = '', PaginationToken }: GetTagValuesInput) {
  const values = new Set<string>();
  for (const { tags } of taggedResources(account)) if (Object.hasOwn(tags, Key)) values.add(tags[Key] ?? '');
  const request = { MaxResults: undefined, NextToken: PaginationToken };
  const page = pageOf(`GetTagValues ${Key}`, [...values].sort(), request, namesPerPage, tokenError);
  return { TagValues: page.items, PaginationToken: page.NextToken ?? '' };
}

export const operations: Operations = {
  GetResources: getResources,
  GetTagKeys: getTagKeys,
  GetTagValues: getTagValues,
};
