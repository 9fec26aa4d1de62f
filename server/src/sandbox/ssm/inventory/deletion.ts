/** Custom types of inventory go for good: from every node at once, with a report of how many. */

import type {
  DeleteInventoryRequest,
  DescribeInventoryDeletionsRequest,
  InventoryDeletionStatusItem,
} from '@aws-sdk/client-ssm';
import { type Account, slice } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { pageOf } from '../../pages.ts';
import { putItems } from './entries.ts';

interface Deletion {
  id: string;
  type: string;
  at: number;
  /** Items deleted by the version of their schema. */
  counts: Record<string, number>;
}

const stored = slice<Deletion[]>('ssm.inventoryDeletions', () => []);

export function deleteInventory(account: Account, input: DeleteInventoryRequest) {
  const { TypeName: type = '', SchemaDeleteOption, DryRun = false } = input;
  if (!type.startsWith('Custom:'))
    throw new ServiceError(
      'InvalidTypeNameException',
      `${type} is no custom inventory type: only those can be deleted.`,
    );
  if (SchemaDeleteOption === undefined && DryRun)
    throw new ServiceError('InvalidDeleteInventoryParametersException', 'DryRun is for SchemaDeleteOption only.');
  const all = putItems(account);
  const counts: Record<string, number> = {};
  for (const items of Object.values(all)) {
    const item = items[type];
    if (item === undefined) continue;
    counts[item.version] = (counts[item.version] ?? 0) + 1;
    if (!DryRun) delete items[type];
  }
  if (Object.keys(counts).length === 0)
    throw new ServiceError('InvalidTypeNameException', `No node has inventory of the type ${type}.`);
  const deletion: Deletion = { id: account.uuid(), type, at: account.now(), counts };
  if (DryRun) return { TypeName: type, DeletionSummary: summaryOf(deletion) };
  stored(account).push(deletion);
  return { DeletionId: deletion.id, TypeName: type, DeletionSummary: summaryOf(deletion) };
}

function summaryOf({ counts }: Deletion) {
  return {
    TotalCount: Object.values(counts).reduce((sum, count) => sum + count, 0),
    RemainingCount: 0,
    SummaryItems: Object.entries(counts).map(([Version, Count]) => ({ Version, Count, RemainingCount: 0 })),
  };
}

export function describeInventoryDeletions(account: Account, input: DescribeInventoryDeletionsRequest) {
  const { DeletionId } = input;
  const all = stored(account).filter(({ id }) => DeletionId === undefined || id === DeletionId);
  if (DeletionId !== undefined && all.length === 0)
    throw new ServiceError('InvalidDeletionIdException', `The deletion ${DeletionId} is not known.`);
  const page = pageOf('DescribeInventoryDeletions', all.toReversed(), input);
  return {
    InventoryDeletions: page.items.map(
      (each): InventoryDeletionStatusItem => ({
        DeletionId: each.id,
        TypeName: each.type,
        DeletionStartTime: new Date(each.at),
        LastStatus: 'Complete',
        LastStatusMessage: '',
        DeletionSummary: summaryOf(each),
        LastStatusUpdateTime: new Date(each.at),
      }),
    ),
    NextToken: page.NextToken,
  };
}
