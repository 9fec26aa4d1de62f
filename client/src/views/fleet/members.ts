/** The machines of a resource group: instances, and servers elsewhere that were registered. They need not be managed nodes. */

import type { ResourceGroups } from '@aws-sdk/client-resource-groups';
import type { Listing } from '../pages.ts';

const machineTypes = ['AWS::EC2::Instance', 'AWS::SSM::ManagedInstance'];

/** A page of their ids. @param most - on a page, 50 at most. @param token - of the page before, as it was given. */
export async function listMembers(
  groups: ResourceGroups,
  group: string,
  most: number,
  token?: string,
): Promise<Listing<string>> {
  // The token of the service, after the types that its page was asked for.
  const [types = '', ...rest] = token?.split(' ') ?? [machineTypes.join()];
  return list(groups, group, types.split(','), most, rest.length > 0 ? rest.join(' ') : undefined);
}

/**
 * A group whose query leaves a type out refuses to be asked for it, and names it in the message (API reference of
 * `ListGroupResources`); then it is asked for the other one.
 */
async function list(
  groups: ResourceGroups,
  Group: string,
  types: string[],
  MaxResults: number,
  NextToken: string | undefined,
): Promise<Listing<string>> {
  const Filters = [{ Name: 'resource-type' as const, Values: types }];
  try {
    const answer = await groups.listGroupResources({ Group, Filters, MaxResults, NextToken });
    const items = answer.Resources?.flatMap(({ Identifier }) => Identifier?.ResourceArn?.split('/').at(-1) ?? []);
    return { items, next: answer.NextToken && `${types.join()} ${answer.NextToken}` };
  } catch (error) {
    if (!(error instanceof Error && error.name === 'BadRequestException')) throw error;
    const others = types.filter((type) => !error.message.includes(type));
    if (others.length === types.length) throw error;
    return others.length === 0 ? { items: [], next: undefined } : list(groups, Group, others, MaxResults, NextToken);
  }
}
