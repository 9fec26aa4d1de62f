/** What belongs to OpsItems beside their own data: related items, such as incidents and documents, and their events. */

import type {
  AssociateOpsItemRelatedItemRequest,
  DisassociateOpsItemRelatedItemRequest,
  ListOpsItemEventsRequest,
  ListOpsItemRelatedItemsRequest,
  OpsItemEventSummary,
  OpsItemRelatedItemSummary,
} from '@aws-sdk/client-ssm';
import type { Account } from '../account.ts';
import { uuidOf } from '../chance.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { itemNamed, opsItemsOf, type RelatedLink, type StoredOpsItem } from './opsItems.ts';

export function associateRelatedItem(
  account: Account,
  input: AssociateOpsItemRelatedItemRequest,
  { arn }: { arn: string },
) {
  const { OpsItemId = '', AssociationType = '', ResourceType = '', ResourceUri = '' } = input;
  const item = itemNamed(account, OpsItemId);
  const links = item.links ?? [];
  if (links.some(({ uri }) => uri === ResourceUri))
    throw new ServiceError(
      'OpsItemRelatedItemAlreadyExistsException',
      `${ResourceUri} is already related to ${item.id}.`,
    );
  const link: RelatedLink = {
    id: account.uuid(),
    association: AssociationType,
    type: ResourceType,
    uri: ResourceUri,
    created: account.now(),
    by: arn,
  };
  item.links = [...links, link];
  return { AssociationId: link.id };
}

export function disassociateRelatedItem(
  account: Account,
  { OpsItemId = '', AssociationId = '' }: DisassociateOpsItemRelatedItemRequest,
) {
  const item = itemNamed(account, OpsItemId);
  const left = (item.links ?? []).filter(({ id }) => id !== AssociationId);
  if (left.length === (item.links ?? []).length)
    throw new ServiceError(
      'OpsItemRelatedItemAssociationNotFoundException',
      `${AssociationId} is not related to ${item.id}.`,
    );
  item.links = left;
  return {};
}

export function listRelatedItems(account: Account, input: ListOpsItemRelatedItemsRequest) {
  const { OpsItemId, Filters = [] } = input;
  const items = OpsItemId === undefined ? Object.values(opsItemsOf(account)) : [itemNamed(account, OpsItemId)];
  const fields: Readonly<Record<string, (link: RelatedLink) => string>> = {
    AssociationId: ({ id }) => id,
    ResourceType: ({ type }) => type,
    ResourceUri: ({ uri }) => uri,
  };
  const all = items.flatMap((item) =>
    (item.links ?? [])
      .filter((link) => Filters.every(({ Key = '', Values = [] }) => Values.includes(fields[Key]?.(link) ?? '')))
      .map((link) => ({ item, link })),
  );
  const page = pageOf(`related ${OpsItemId}`, all, input);
  return {
    Summaries: page.items.map(
      ({ item, link }): OpsItemRelatedItemSummary => ({
        OpsItemId: item.id,
        AssociationId: link.id,
        ResourceType: link.type,
        AssociationType: link.association,
        ResourceUri: link.uri,
        CreatedBy: { Arn: link.by },
        CreatedTime: new Date(link.created),
        LastModifiedBy: { Arn: link.by },
        LastModifiedTime: new Date(link.created),
      }),
    ),
    NextToken: page.NextToken,
  };
}

/** That an item was made and that it was changed: both are told by the item itself. */
export function listEvents(account: Account, input: ListOpsItemEventsRequest) {
  const wanted = (input.Filters ?? []).flatMap(({ Key, Values = [] }) => (Key === 'OpsItemId' ? Values : []));
  const items = wanted.length === 0 ? Object.values(opsItemsOf(account)) : wanted.map((id) => itemNamed(account, id));
  const all = items.flatMap((item) => eventsOf(account, item)).sort((a, b) => timeOf(b) - timeOf(a));
  const page = pageOf(`events ${wanted.join(' ')}`, all, input);
  return { Summaries: page.items, NextToken: page.NextToken };
}

function timeOf({ CreatedTime }: OpsItemEventSummary): number {
  return CreatedTime?.getTime() ?? 0;
}

function eventsOf(account: Account, item: StoredOpsItem): OpsItemEventSummary[] {
  const event = (what: string, at: number, by: string): OpsItemEventSummary => ({
    OpsItemId: item.id,
    EventId: uuidOf(account, item.id, what, String(at)),
    Source: 'aws.ssm',
    DetailType: `OpsItem ${what}`,
    Detail: JSON.stringify({ 'ops-item-id': item.id, status: item.status, title: item.title }),
    CreatedBy: { Arn: by },
    CreatedTime: new Date(at),
  });
  const made = event('Create', item.created, item.createdBy);
  return item.version > 1 ? [made, event('Update', item.modified, item.modifiedBy)] : [made];
}
