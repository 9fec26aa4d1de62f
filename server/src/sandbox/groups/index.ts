/** AWS Resource Groups, those that are made by a query of tags: made, listed, and what is in them. */

import type {
  CreateGroupInput,
  DeleteGroupInput,
  GetGroupInput,
  GetGroupQueryInput,
  ListGroupResourcesInput,
  ListGroupsInput,
  ResourceQuery,
  SearchResourcesInput,
  UpdateGroupQueryInput,
} from '@aws-sdk/client-resource-groups';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import type { Operations } from '../operations.ts';
import { pageOf, pageOfStream } from '../pages.ts';
import { everyType, type GroupQuery, groupNamed, groupsOf, membersOf, type StoredGroup } from './store.ts';

const tokenError = { code: 'BadRequestException' };
/** Of each list. */
const mostPerPage = 50;

function createGroup(account: Account, { Name = '', Description = '', ResourceQuery: query }: CreateGroupInput) {
  if (!/^[\w.-]{1,300}$/.test(Name) || /^aws/i.test(Name)) throw badRequest(`The group name ${Name} is not valid.`);
  if (Object.hasOwn(groupsOf(account), Name)) throw badRequest('Cannot create group: a group with that name exists.');
  if (query === undefined) throw badRequest('The sandbox account makes groups of a query only.');
  const group: StoredGroup = { name: Name, description: Description, query: readQuery(query) };
  groupsOf(account)[Name] = group;
  return { Group: shown(account, group), ResourceQuery: writeQuery(group.query) };
}

function deleteGroup(account: Account, input: DeleteGroupInput) {
  const group = groupOf(account, input);
  delete groupsOf(account)[group.name];
  return { Group: shown(account, group) };
}

function getGroup(account: Account, input: GetGroupInput) {
  return { Group: shown(account, groupOf(account, input)) };
}

function getGroupQuery(account: Account, input: GetGroupQueryInput) {
  const { name, query } = groupOf(account, input);
  return { GroupQuery: { GroupName: name, ResourceQuery: writeQuery(query) } };
}

function updateGroupQuery(account: Account, input: UpdateGroupQueryInput) {
  const group = groupOf(account, input);
  group.query = readQuery(input.ResourceQuery);
  return { GroupQuery: { GroupName: group.name, ResourceQuery: writeQuery(group.query) } };
}

function listGroups(account: Account, { Filters = [], MaxResults, NextToken }: ListGroupsInput) {
  const types = Filters.filter(({ Name }) => Name === 'resource-type').flatMap(({ Values = [] }) => Values);
  const all = Object.values(groupsOf(account))
    .filter(({ query }) => types.length === 0 || query.types.some((type) => types.includes(type)))
    .sort((a, b) => a.name.localeCompare(b.name));
  const page = pageOf('ListGroups', all, { MaxResults, NextToken }, mostPerPage, tokenError);
  return {
    GroupIdentifiers: page.items.map((group) => ({
      GroupName: group.name,
      GroupArn: arnOf(account, group),
      Description: group.description,
    })),
    NextToken: page.NextToken,
  };
}

function listGroupResources(account: Account, input: ListGroupResourcesInput) {
  const { name, query } = groupOf(account, input);
  const { Filters, MaxResults, NextToken } = input;
  const types = Filters?.flatMap(({ Values = [] }) => Values);
  // Types that the query leaves out are refused, unless it takes every type (API reference of `ListGroupResources`).
  const strange = query.types.includes(everyType) ? [] : (types ?? []).filter((type) => !query.types.includes(type));
  if (strange.length > 0)
    throw badRequest(`The resource types specified as filters in the request are not valid: ${strange.join(', ')}`);
  const request = { MaxResults, NextToken };
  const members = membersOf(account, query, types);
  const page = pageOfStream(`ListGroupResources ${name}`, members, request, mostPerPage, tokenError);
  const found = page.items.map(({ arn, resourceType }) => ({ ResourceArn: arn, ResourceType: resourceType }));
  return {
    Resources: found.map((Identifier) => ({ Identifier })),
    ResourceIdentifiers: found,
    NextToken: page.NextToken,
    QueryErrors: [],
  };
}

function searchResources(account: Account, { ResourceQuery: query, MaxResults, NextToken }: SearchResourcesInput) {
  const members = membersOf(account, readQuery(query));
  const page = pageOfStream('SearchResources', members, { MaxResults, NextToken }, mostPerPage, tokenError);
  return {
    ResourceIdentifiers: page.items.map(({ arn, resourceType }) => ({ ResourceArn: arn, ResourceType: resourceType })),
    NextToken: page.NextToken,
    QueryErrors: [],
  };
}

/** The name of a group stands in the older of two members, or its name or ARN in the newer one. */
function groupOf(
  account: Account,
  { Group, GroupName }: { Group?: string | undefined; GroupName?: string | undefined },
) {
  const given = Group ?? GroupName;
  if (given === undefined) throw badRequest('Specify a group.');
  return groupNamed(account, given);
}

function shown(account: Account, group: StoredGroup) {
  return { GroupArn: arnOf(account, group), Name: group.name, Description: group.description };
}

function arnOf(account: Account, { name }: StoredGroup): string {
  return account.arn('resource-groups', `group/${name}`);
}

function readQuery(given: ResourceQuery | undefined): GroupQuery {
  if (given?.Type !== 'TAG_FILTERS_1_0') throw badRequest('The sandbox account knows queries of tags only.');
  try {
    const { ResourceTypeFilters: types, TagFilters: tags } = JSON.parse(given.Query ?? '');
    if (Array.isArray(types) && types.length > 0 && Array.isArray(tags)) return { types, tags };
  } catch {
    // Refused below, like a query that lacks something.
  }
  throw badRequest('Query not valid. Check the query syntax.');
}

function writeQuery({ types, tags }: GroupQuery): ResourceQuery {
  return { Type: 'TAG_FILTERS_1_0', Query: JSON.stringify({ ResourceTypeFilters: types, TagFilters: tags }) };
}

function badRequest(message: string): ServiceError {
  return new ServiceError('BadRequestException', message);
}

export const operations: Operations = {
  CreateGroup: createGroup,
  DeleteGroup: deleteGroup,
  GetGroup: getGroup,
  GetGroupQuery: getGroupQuery,
  ListGroupResources: listGroupResources,
  ListGroups: listGroups,
  SearchResources: searchResources,
  UpdateGroupQuery: updateGroupQuery,
};
