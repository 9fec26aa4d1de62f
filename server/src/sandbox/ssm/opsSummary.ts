/** `GetOpsSummary`: OpsItems and nodes counted by their attributes, or listed. */

import type { GetOpsSummaryRequest, OpsAggregator, OpsEntity, OpsFilter } from '@aws-sdk/client-ssm';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { managedNodes } from '../fleet.ts';
import { pageOf } from '../pages.ts';
import { opsItemsOf } from './opsItems.ts';

type Row = Record<string, string>;

const sources: Readonly<Record<string, (account: Account) => [string, Row][]>> = {
  'AWS:OpsItem': (account) =>
    Object.values(opsItemsOf(account)).map((item) => [
      item.id,
      {
        OpsItemId: item.id,
        Title: item.title,
        Status: item.status,
        Source: item.source,
        Category: item.category ?? '',
        Severity: item.severity ?? '',
        Priority: String(item.priority ?? ''),
        CreatedTime: new Date(item.created).toISOString(),
      },
    ]),
  'AWS:InstanceInformation': (account) =>
    managedNodes(account).map((machine) => [
      machine.id,
      {
        InstanceId: machine.id,
        ComputerName: machine.name,
        PlatformType: machine.platform,
        PlatformName: machine.platformName,
        PlatformVersion: machine.platformVersion,
        AgentVersion: machine.agentVersion,
        InstanceStatus: machine.ping,
      },
    ]),
};

function rowsOf(account: Account, type: string): [string, Row][] {
  const source = Object.hasOwn(sources, type) ? sources[type] : undefined;
  if (source === undefined) throw new ServiceError('InvalidTypeNameException', `The type ${type} is not valid.`);
  return source(account);
}

export function getOpsSummary(account: Account, input: GetOpsSummaryRequest) {
  const { Filters = [], Aggregators = [], ResultAttributes = [] } = input;
  const entities =
    Aggregators.length > 0
      ? Aggregators.map((aggregator) => counted(account, aggregator, Filters))
      : listed(account, ResultAttributes[0]?.TypeName ?? 'AWS:OpsItem', Filters);
  const page = pageOf('GetOpsSummary', entities, input);
  return { Entities: page.items, NextToken: page.NextToken };
}

function listed(account: Account, type: string, filters: readonly OpsFilter[]): OpsEntity[] {
  return rowsOf(account, type)
    .filter(([, row]) => filters.every((filter) => passes(type, row, filter)))
    .map(([Id, row]) => ({ Id, Data: { [type]: { Content: [row] } } }));
}

function counted(account: Account, aggregator: OpsAggregator, given: readonly OpsFilter[]): OpsEntity {
  const { AggregatorType, TypeName: type = 'AWS:OpsItem', AttributeName = 'Status', Filters = [] } = aggregator;
  if (AggregatorType !== 'count')
    throw new ServiceError('InvalidAggregatorException', `The aggregator ${AggregatorType} is not valid: count is.`);
  const counts = new Map<string, number>();
  for (const [, row] of rowsOf(account, type)) {
    const value = row[AttributeName];
    if (value === undefined)
      throw new ServiceError('InvalidAggregatorException', `${type} has no attribute ${AttributeName}.`);
    if ([...given, ...Filters].every((filter) => passes(type, row, filter)))
      counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const Content = [...counts].map(([value, count]) => ({ [AttributeName]: value, Count: String(count) }));
  return { Data: { [type]: { Content } } };
}

function passes(type: string, row: Row, { Key = '', Values = [], Type = 'Equal' }: OpsFilter): boolean {
  const name = Key.startsWith(`${type}.`) ? Key.slice(type.length + 1) : Key;
  const found = Object.hasOwn(row, name) ? row[name] : undefined;
  if (Type === 'Exists') return found !== undefined && found !== '';
  if (found === undefined) throw new ServiceError('InvalidFilter', `The filter key ${Key} is not valid.`);
  if (Type === 'NotEqual') return !Values.includes(found);
  if (Type === 'BeginWith') return Values.some((value) => found.startsWith(value));
  if (Type === 'LessThan') return Values.some((value) => found < value);
  if (Type === 'GreaterThan') return Values.some((value) => found > value);
  return Values.includes(found);
}
