/** With which accounts a document is shared: told page by page, and changed by its owner alone. */

import type { DescribeDocumentPermissionRequest, ModifyDocumentPermissionRequest } from '@aws-sdk/client-ssm';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { ownNamed, versionOf } from './documents.ts';

const mostAccounts = 1000;
const mostOfPage = 200;

export function describeDocumentPermission(account: Account, input: DescribeDocumentPermissionRequest) {
  const { name, sharedWith, sharedVersions } = ownNamed(account, input.Name ?? '');
  const page = pageOf(`permissions ${name}`, sharedWith, input, mostOfPage);
  return {
    AccountIds: page.items,
    AccountSharingInfoList: page.items.map((AccountId) => ({
      AccountId,
      SharedDocumentVersion: sharedVersions?.[AccountId] ?? '$DEFAULT',
    })),
    NextToken: page.NextToken,
  };
}

export function modifyDocumentPermission(account: Account, input: ModifyDocumentPermissionRequest) {
  const { AccountIdsToAdd = [], AccountIdsToRemove = [], SharedDocumentVersion } = input;
  const document = ownNamed(account, input.Name ?? '');
  const [added, removed] = [AccountIdsToAdd, AccountIdsToRemove].map((ids) => ids.map(accountIdOf));
  const both = added?.find((id) => removed?.includes(id));
  if (both !== undefined)
    throw new ServiceError('InvalidPermissionType', `Account ${both} cannot be added and removed at once.`);
  if (SharedDocumentVersion !== undefined && !/^\$(?:DEFAULT|LATEST|ALL)$/i.test(SharedDocumentVersion))
    versionOf(document, SharedDocumentVersion);
  const all = [...new Set([...document.sharedWith, ...(added ?? [])])].filter((id) => !removed?.includes(id));
  if (all.length > mostAccounts)
    throw new ServiceError('DocumentPermissionLimit', `A document is shared with at most ${mostAccounts} accounts.`);
  document.sharedWith = all;
  const versions = { ...document.sharedVersions };
  if (SharedDocumentVersion !== undefined) for (const id of added ?? []) versions[id] = SharedDocumentVersion;
  document.sharedVersions = Object.fromEntries(Object.entries(versions).filter(([id]) => all.includes(id)));
  return {};
}

function accountIdOf(id: string): string {
  const all = id.toLowerCase() === 'all';
  if (!all && !/^\d{12}$/.test(id))
    throw new ServiceError('ValidationException', `"${id}" is no account: 12 digits, or all.`);
  return all ? 'all' : id;
}
