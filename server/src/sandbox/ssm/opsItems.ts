/** OpsCenter: operational work items, made by people, by rules and by runbooks. */

import type {
  CreateOpsItemRequest,
  DeleteOpsItemRequest,
  DescribeOpsItemsRequest,
  GetOpsItemRequest,
  OpsItem,
  OpsItemDataValue,
  OpsItemFilter,
  OpsItemStatus,
  OpsItemSummary,
  UpdateOpsItemRequest,
} from '@aws-sdk/client-ssm';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { firstOpsItems } from './demo/opsItems.ts';
import { tagsOf } from './tags.ts';

export interface StoredOpsItem {
  id: string;
  title: string;
  description: string;
  source: string;
  type: string;
  status: OpsItemStatus;
  priority?: number;
  category?: string;
  severity?: string;
  created: number;
  createdBy: string;
  modified: number;
  modifiedBy: string;
  version: number;
  data: Record<string, OpsItemDataValue>;
  related: string[];
  notify: string[];
  /** What else belongs to it, such as a parent that another service has. */
  links?: RelatedLink[];
  /** Beginning and end, planned and actual, of the work on it, in milliseconds. */
  times: Partial<Record<TimeName, number>>;
}

export interface RelatedLink {
  id: string;
  association: string;
  type: string;
  uri: string;
  created: number;
  by: string;
}

const timeNames = ['ActualStartTime', 'ActualEndTime', 'PlannedStartTime', 'PlannedEndTime'] as const;
type TimeName = (typeof timeNames)[number];

const stored = slice<Record<string, StoredOpsItem>>('ssm.opsItems', firstOpsItems);

export function opsItemsOf(account: Account): Record<string, StoredOpsItem> {
  return stored(account);
}

/** An item that one of the same key is open for is not made again. */
function dedupKey(data: Readonly<Record<string, OpsItemDataValue>>): string | undefined {
  const text = data['/aws/dedup']?.Value;
  if (text === undefined) return undefined;
  try {
    const { dedupString }: { dedupString?: string } = JSON.parse(text);
    return dedupString;
  } catch {
    return undefined;
  }
}

export function createOpsItem(account: Account, input: CreateOpsItemRequest, { arn }: { arn: string }) {
  const { Title = '', Description = '', Source = '', OpsItemType = '/aws/issue' } = input;
  const data = { ...input.OperationalData };
  const key = dedupKey(data);
  const twin = Object.values(stored(account)).find(
    (item) => key !== undefined && item.status !== 'Resolved' && dedupKey(item.data) === key,
  );
  if (twin !== undefined)
    throw new ServiceError('OpsItemAlreadyExistsException', `OpsItem ${twin.id} with the same dedup string is open.`);
  checkRanks(input);
  const now = account.now();
  const item: StoredOpsItem = {
    id: `oi-${account.hex(12)}`,
    title: Title,
    description: Description,
    source: Source,
    type: OpsItemType,
    status: 'Open',
    created: now,
    createdBy: arn,
    modified: now,
    modifiedBy: arn,
    version: 1,
    data,
    related: relatedOf(account, input.RelatedOpsItems),
    notify: (input.Notifications ?? []).map(({ Arn = '' }) => Arn),
    times: timesOf(input),
    ...ranksOf(input),
  };
  stored(account)[item.id] = item;
  tagsOf(account).set('OpsItem', item.id, input.Tags ?? []);
  return { OpsItemId: item.id, OpsItemArn: account.arn('ssm', `opsitem/${item.id}`) };
}

function checkRanks({ Severity, Priority }: { Severity?: string | undefined; Priority?: number | undefined }): void {
  const refuse = (message: string): ServiceError => new ServiceError('OpsItemInvalidParameterException', message);
  if (Severity !== undefined && !/^[1-4]$/.test(Severity)) throw refuse('Severity is a number from 1 to 4.');
  if (Priority !== undefined && (Priority < 1 || Priority > 5)) throw refuse('Priority is a number from 1 to 5.');
}

function ranksOf({ Priority, Category, Severity }: Pick<CreateOpsItemRequest, 'Priority' | 'Category' | 'Severity'>) {
  return {
    ...(Priority !== undefined && { priority: Priority }),
    ...(Category !== undefined && { category: Category }),
    ...(Severity !== undefined && { severity: Severity }),
  };
}

function timesOf(input: Pick<CreateOpsItemRequest, TimeName>): StoredOpsItem['times'] {
  return Object.fromEntries(
    timeNames.flatMap((name) => {
      const at = input[name];
      return at === undefined ? [] : [[name, at.getTime()]];
    }),
  );
}

function relatedOf(account: Account, related: CreateOpsItemRequest['RelatedOpsItems'] = []): string[] {
  return related.map(({ OpsItemId = '' }) => itemNamed(account, OpsItemId).id);
}

/** An item by its id or ARN. Throws for one that is not there. */
export function itemNamed(account: Account, id: string): StoredOpsItem {
  const bare = id.replace(/^arn:.*:opsitem\//, '');
  const item = Object.hasOwn(stored(account), bare) ? stored(account)[bare] : undefined;
  if (item === undefined) throw new ServiceError('OpsItemNotFoundException', `OpsItem ${id} does not exist.`);
  return item;
}

export function updateOpsItem(account: Account, input: UpdateOpsItemRequest, { arn }: { arn: string }) {
  const item = itemNamed(account, input.OpsItemId ?? '');
  checkRanks(input);
  const data = { ...item.data, ...input.OperationalData };
  for (const key of input.OperationalDataToDelete ?? []) delete data[key];
  Object.assign(item, {
    ...ranksOf(input),
    data,
    times: { ...item.times, ...timesOf(input) },
    version: item.version + 1,
    modified: account.now(),
    modifiedBy: arn,
    ...(input.Title !== undefined && { title: input.Title }),
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.Status !== undefined && { status: input.Status }),
    ...(input.RelatedOpsItems !== undefined && { related: relatedOf(account, input.RelatedOpsItems) }),
    ...(input.Notifications !== undefined && { notify: input.Notifications.map(({ Arn = '' }) => Arn) }),
  });
  return {};
}

/** Deleting one that is not there succeeds: the operation is idempotent. */
export function deleteOpsItem(account: Account, { OpsItemId = '' }: DeleteOpsItemRequest) {
  delete stored(account)[OpsItemId];
  tagsOf(account).remove('OpsItem', OpsItemId);
  return {};
}

function summaryOf(item: StoredOpsItem): OpsItemSummary {
  return {
    OpsItemId: item.id,
    Title: item.title,
    Source: item.source,
    OpsItemType: item.type,
    Status: item.status,
    CreatedBy: item.createdBy,
    CreatedTime: new Date(item.created),
    LastModifiedBy: item.modifiedBy,
    LastModifiedTime: new Date(item.modified),
    OperationalData: item.data,
    ...(item.priority !== undefined && { Priority: item.priority }),
    ...(item.category !== undefined && { Category: item.category }),
    ...(item.severity !== undefined && { Severity: item.severity }),
    ...Object.fromEntries(Object.entries(item.times).map(([name, at]) => [name, new Date(at)])),
  };
}

export function getOpsItem(account: Account, { OpsItemId = '' }: GetOpsItemRequest): { OpsItem: OpsItem } {
  const item = itemNamed(account, OpsItemId);
  return {
    OpsItem: {
      ...summaryOf(item),
      Description: item.description,
      Version: String(item.version),
      RelatedOpsItems: item.related.map((id) => ({ OpsItemId: id })),
      Notifications: item.notify.map((Arn) => ({ Arn })),
      OpsItemArn: account.arn('ssm', `opsitem/${item.id}`),
    },
  };
}

export function describeOpsItems(account: Account, input: DescribeOpsItemsRequest) {
  const all = Object.values(stored(account))
    .filter((item) => (input.OpsItemFilters ?? []).every((filter) => passes(account, item, filter)))
    .sort((a, b) => b.created - a.created);
  const page = pageOf('DescribeOpsItems', all, input);
  return { OpsItemSummaries: page.items.map(summaryOf), NextToken: page.NextToken };
}

function passes(
  account: Account,
  item: StoredOpsItem,
  { Key = 'Status', Values = [], Operator }: OpsItemFilter,
): boolean {
  const time = /Time$/.test(Key) ? (timeOf(item, Key) ?? Number.NaN) : undefined;
  const found = time === undefined ? textsOf(account, item, Key) : [];
  return Values.some((value) => {
    if (Operator === 'GreaterThan') return time !== undefined && time > Date.parse(value);
    if (Operator === 'LessThan') return time !== undefined && time < Date.parse(value);
    return found.some((text) => (Operator === 'Contains' ? text.includes(value) : text === value));
  });
}

function timeOf(item: StoredOpsItem, key: string): number | undefined {
  if (key === 'CreatedTime') return item.created;
  if (key === 'LastModifiedTime') return item.modified;
  return item.times[key as TimeName];
}

/** What a filter key looks at. */
function textsOf(account: Account, item: StoredOpsItem, key: string): string[] {
  const entries = Object.entries(item.data);
  switch (key) {
    case 'Status':
      return [item.status];
    case 'OpsItemId':
      return [item.id];
    case 'Title':
      return [item.title];
    case 'Source':
      return [item.source];
    case 'OpsItemType':
      return [item.type];
    case 'CreatedBy':
      return [item.createdBy];
    case 'Priority':
      return [String(item.priority ?? '')];
    case 'Category':
      return [item.category ?? ''];
    case 'Severity':
      return [item.severity ?? ''];
    case 'AccountId':
      return [account.settings.accountId];
    case 'ResourceId':
      return entries.flatMap(([name, { Value = '' }]) =>
        name === '/aws/resources' ? [...Value.matchAll(/\b(?:i|mi)-[0-9a-f]+/g)].map(([id]) => id) : [],
      );
    case 'AutomationId':
      return entries.flatMap(([name, { Value = '' }]) => (name === '/aws/automations' ? [Value] : []));
    case 'OperationalDataKey':
      return entries.map(([name]) => name);
    case 'OperationalDataValue':
      return entries.map(([, { Value = '' }]) => Value);
    case 'OperationalData':
      return entries.map(([name, { Value = '' }]) => JSON.stringify({ key: name, value: Value }));
    default:
      throw new ServiceError('OpsItemInvalidParameterException', `The filter key ${key} is not valid.`);
  }
}
