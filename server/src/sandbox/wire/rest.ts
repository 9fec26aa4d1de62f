/**
 * The protocol REST-JSON as far as Resource Groups speaks it: the path says which operation, input is the body and what stands
 * in the query. Other services of the account name their operations in a header or a form.
 */

/** By the paths of the current API; all are sent with POST. */
const paths: Readonly<Record<string, string>> = {
  '/delete-group': 'DeleteGroup',
  '/get-group': 'GetGroup',
  '/get-group-query': 'GetGroupQuery',
  '/groups': 'CreateGroup',
  '/groups-list': 'ListGroups',
  '/list-group-resources': 'ListGroupResources',
  '/resources/search': 'SearchResources',
  '/update-group-query': 'UpdateGroupQuery',
};

/** The services that are spoken to like this, as signatures name them. */
export const restServices: ReadonlySet<string> = new Set(['resource-groups']);

/** The operation of a path and what its query adds to the input; undefined for a path that is none. */
export function readRest(url: string): { operation: string; input: Record<string, unknown> } | undefined {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const operation = Object.hasOwn(paths, pathname) ? paths[pathname] : undefined;
  if (operation === undefined) return undefined;
  const [most, token] = [searchParams.get('maxResults'), searchParams.get('nextToken')];
  return {
    operation,
    input: { ...(most !== null && { MaxResults: Number(most) }), ...(token !== null && { NextToken: token }) },
  };
}
