/** Inventory: the entries of a node, their schema, and what somebody puts there. */

import type { GetInventorySchemaRequest, ListInventoryEntriesRequest, PutInventoryRequest } from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import type { Operations } from '../../operations.ts';
import { pageOf } from '../../pages.ts';
import { nodeNamed } from '../nodes.ts';
import { deleteInventory, describeInventoryDeletions } from './deletion.ts';
import { customSchemas, isType, itemOf, putItems } from './entries.ts';
import { compares, getInventory } from './query.ts';
import { schemaOf, typeNames } from './schema.ts';

function listInventoryEntries(account: Account, input: ListInventoryEntriesRequest) {
  const { InstanceId = '', TypeName = '', Filters = [] } = input;
  const machine = nodeNamed(account, InstanceId);
  if (!isType(account, TypeName))
    throw new ServiceError('InvalidTypeNameException', `The inventory type ${TypeName} is not valid.`);
  const item = itemOf(account, machine, TypeName);
  const entries = (item?.entries ?? []).filter((entry) =>
    Filters.every(({ Key = '', Values = [], Type = 'Equal' }) =>
      compares(entry[Key.replace(`${TypeName}.`, '')], Values, Type),
    ),
  );
  const page = pageOf(`inventory ${InstanceId} ${TypeName}`, entries, input);
  return {
    TypeName,
    InstanceId,
    SchemaVersion: item?.version ?? '1.0',
    CaptureTime: item?.captured,
    Entries: page.items,
    NextToken: page.NextToken,
  };
}

function getInventorySchema(account: Account, input: GetInventorySchemaRequest) {
  const { TypeName = '' } = input;
  const all = [...typeNames.map(schemaOf), ...customSchemas(account)];
  const wanted = all.filter((schema) => schema.TypeName?.startsWith(TypeName));
  if (TypeName !== '' && wanted.length === 0)
    throw new ServiceError('InvalidTypeNameException', `The inventory type ${TypeName} is not valid.`);
  const page = pageOf('GetInventorySchema', wanted, input, 200);
  return { Schemas: page.items, NextToken: page.NextToken };
}

const mostItems = 20;

function putInventory(account: Account, { InstanceId = '', Items = [] }: PutInventoryRequest) {
  const machine = nodeNamed(account, InstanceId);
  const all = putItems(account);
  const own = { ...all[machine.id] };
  for (const { TypeName = '', SchemaVersion = '1.0', CaptureTime = '', Content } of Items) {
    if (!TypeName.startsWith('Custom:') && !typeNames.includes(TypeName))
      throw new ServiceError('InvalidTypeNameException', `The inventory type ${TypeName} is not valid.`);
    // Without content only the time is new: what is there stays as it is.
    const entries = Content ?? itemOf(account, machine, TypeName)?.entries ?? [];
    own[TypeName] = { version: SchemaVersion, captured: CaptureTime, entries: [...entries] };
  }
  if (Object.keys(own).length > mostItems)
    throw new ServiceError('CustomSchemaCountLimitExceededException', `A node has at most ${mostItems} types.`);
  all[machine.id] = own;
  return { Message: `Inventory was successfully put for ${machine.id}` };
}

export const operations: Operations = {
  DeleteInventory: deleteInventory,
  DescribeInventoryDeletions: describeInventoryDeletions,
  GetInventory: getInventory,
  GetInventorySchema: getInventorySchema,
  ListInventoryEntries: listInventoryEntries,
  PutInventory: putInventory,
};
