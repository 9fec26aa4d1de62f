/** `GetInventory`: nodes by what they report, and counts of it. */

import { createHash } from 'node:crypto';
import type {
  GetInventoryRequest,
  InventoryAggregator,
  InventoryFilter,
  InventoryResultEntity,
  InventoryResultItem,
} from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { type Machine, managedNodes } from '../../fleet.ts';
import { pageOf } from '../../pages.ts';
import { type Entry, type Item, itemOf } from './entries.ts';
import { schemaOf, versionOf } from './schema.ts';

const usual = 'AWS:InstanceInformation';

export function getInventory(account: Account, input: GetInventoryRequest) {
  const { Filters = [], Aggregators = [], ResultAttributes = [] } = input;
  const nodes = managedNodes(account).filter((machine) => Filters.every((filter) => passes(account, machine, filter)));
  if (Aggregators.length > 0) {
    const page = pageOf(
      'GetInventory',
      Aggregators.map((aggregator) => countedBy(account, nodes, aggregator)),
      input,
    );
    return { Entities: page.items, NextToken: page.NextToken };
  }
  const types = ResultAttributes.length === 0 ? [usual] : ResultAttributes.map(({ TypeName }) => known(TypeName ?? ''));
  const page = pageOf('GetInventory', nodes, input);
  return { Entities: page.items.map((machine) => entityOf(account, machine, types)), NextToken: page.NextToken };
}

function known(type: string): string {
  if (versionOf(type) === undefined && !type.startsWith('Custom:'))
    throw new ServiceError('InvalidTypeNameException', `The inventory type ${type} is not valid.`);
  return type;
}

function entityOf(account: Account, machine: Machine, types: readonly string[]): InventoryResultEntity {
  const items = types.flatMap((type): [string, InventoryResultItem][] => {
    const item = itemOf(account, machine, type);
    return item === undefined ? [] : [[type, resultOf(item)]];
  });
  return { Id: machine.id, Data: Object.fromEntries(items) };
}

function resultOf({ type, version, captured, entries }: Item): InventoryResultItem {
  return {
    TypeName: type,
    SchemaVersion: version,
    CaptureTime: captured,
    ContentHash: createHash('md5').update(JSON.stringify(entries)).digest('hex'),
    Content: entries,
  };
}

/** `AWS:Application.Name` as a type and an attribute. */
function pathOf(key: string): { type: string; attribute: string } {
  const [, type = '', attribute = ''] = /^(\w+:[\w:-]+)\.(\w+)$/.exec(key) ?? [];
  const isKnown = type.startsWith('Custom:') || schemaOf(type).Attributes?.some(({ Name }) => Name === attribute);
  if (attribute === '' || !isKnown) throw new ServiceError('InvalidFilter', `The key ${key} is not valid.`);
  return { type, attribute };
}

/** True for a node of which some entry has what a filter asks for. */
function passes(
  account: Account,
  machine: Machine,
  { Key = '', Values = [], Type = 'Equal' }: InventoryFilter,
): boolean {
  const { type, attribute } = pathOf(Key);
  const entries = itemOf(account, machine, type)?.entries ?? [];
  if (Type === 'Exists') return entries.length > 0;
  return entries.some((entry) => compares(entry[attribute], Values, Type));
}

export function compares(found: string | undefined, values: readonly string[], type: string): boolean {
  if (found === undefined) return false;
  if (type === 'NotEqual') return !values.includes(found);
  if (type === 'BeginWith') return values.some((value) => found.startsWith(value));
  if (type === 'LessThan') return values.some((value) => found.localeCompare(value, 'en', { numeric: true }) < 0);
  if (type === 'GreaterThan') return values.some((value) => found.localeCompare(value, 'en', { numeric: true }) > 0);
  return values.includes(found);
}

/** Counts of the values of an attribute, inside each other for aggregators inside each other; or of groups of nodes. */
function countedBy(
  account: Account,
  nodes: readonly Machine[],
  aggregator: InventoryAggregator,
): InventoryResultEntity {
  const { type, attributes, groups } = planOf(aggregator);
  const counts = new Map<string, { entry: Entry; count: number }>();
  const count = (entry: Entry): void => {
    const key = JSON.stringify(entry);
    counts.set(key, { entry, count: (counts.get(key)?.count ?? 0) + 1 });
  };
  for (const machine of nodes) {
    for (const { Name = '', Filters = [] } of groups) {
      const matched = Filters.every((filter) => passes(account, machine, filter));
      count({ groupName: Name, matched: String(matched) });
    }
    if (attributes.length > 0)
      for (const entry of itemOf(account, machine, type)?.entries ?? [])
        count(Object.fromEntries(attributes.map((name) => [name, entry[name] ?? ''])));
  }
  const Content = [...counts.values()].map(({ entry, count: number }) => ({ ...entry, Count: String(number) }));
  return { Data: { [type]: { TypeName: type, SchemaVersion: versionOf(type) ?? '1.0', Content } } };
}

function planOf({ Expression, Aggregators = [], Groups = [] }: InventoryAggregator) {
  const paths = [Expression, ...Aggregators.map((inner) => inner.Expression)].flatMap((text) =>
    text === undefined ? [] : [pathOf(text)],
  );
  const type = paths[0]?.type ?? usual;
  if (paths.length === 0 && Groups.length === 0)
    throw new ServiceError('InvalidAggregatorException', 'An aggregator needs an Expression or Groups.');
  if (paths.some((path) => path.type !== type))
    throw new ServiceError('InvalidAggregatorException', 'Aggregators inside each other are of one type.');
  return { type, attributes: paths.map(({ attribute }) => attribute), groups: Groups };
}
