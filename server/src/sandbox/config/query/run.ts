/** Runs a query of AWS Config over rows, which are resources as maps. */

import type { Json, JsonMap } from '../../../simulator/index.ts';
import { isMap } from '../../../simulator/json.ts';
import { isLike } from '../../wildcards.ts';
import type { Condition, Literal, Query, Selected } from './parse.ts';

/** A resource: its own properties, and its configuration made when it is asked for. */
export type Row = (property: string) => Json | undefined;

/** The results, each a map nested as the properties are. */
export function* runQuery(query: Query, rows: Iterable<Row>): Generator<JsonMap, void> {
  const { where, select, groupBy, orderBy } = query;
  const grouped = groupBy.length > 0 || select.some(({ aggregate }) => aggregate !== undefined);
  const kept: Row[] = [];
  for (const row of rows) {
    if (where !== undefined && !holds(where, row)) continue;
    // What is neither grouped nor put in order is given as it comes.
    if (grouped || orderBy.length > 0) kept.push(row);
    else yield resultOf(select, [row]);
  }
  if (!grouped && orderBy.length === 0) return;
  const groups = grouped ? groupsOf(kept, groupBy) : kept.map((row) => [row]);
  const results = groups.map((group) => ({
    result: resultOf(select, group),
    order: orderBy.map(({ name }) => sortValue(name, select, group)),
  }));
  results.sort((a, b) => {
    for (const [index, { descending }] of orderBy.entries()) {
      const sign = compare(a.order[index] ?? null, b.order[index] ?? null);
      if (sign !== 0) return descending ? -sign : sign;
    }
    return 0;
  });
  for (const { result } of results) yield result;
}

function groupsOf(rows: readonly Row[], fields: readonly string[]): Row[][] {
  // Without GROUP BY everything is one group, be it empty.
  if (fields.length === 0) return [[...rows]];
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(fields.map((field) => valuesAt(row, field)));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

const everything = [
  'resourceId',
  'resourceType',
  'resourceName',
  'arn',
  'awsRegion',
  'accountId',
  'tags',
  'configuration',
];

function resultOf(select: readonly Selected[], group: readonly Row[]): JsonMap {
  const result: JsonMap = {};
  for (const each of select) {
    const [first] = group;
    if (each.aggregate !== undefined) result[each.name] = aggregate(each, group);
    else if (first !== undefined) {
      for (const field of each.field === '*' ? everything : [each.field]) put(result, field, first);
    }
  }
  return result;
}

/** Sets a property where it stands in the resource, lists kept as they are. */
function put(result: JsonMap, field: string, row: Row): void {
  const [head = '', ...path] = field.split('.');
  const value = row(head);
  if (value === undefined) return;
  result[head] = picked(value, path, result[head]);
}

function picked(value: Json, path: readonly string[], into: Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(value))
    return value.map((each, index) => picked(each, path, Array.isArray(into) ? into[index] : undefined));
  if (!isMap(value)) return into ?? {};
  const base = isMap(into) ? into : {};
  return Object.hasOwn(value, key) ? { ...base, [key]: picked(value[key] ?? null, rest, base[key]) } : base;
}

/** All values of a property: what stands in a list counts each for itself. */
function valuesAt(row: Row, field: string): Json[] {
  const [head = '', ...path] = field.split('.');
  let values = spread(row(head));
  for (const key of path)
    values = values.flatMap((each) => (isMap(each) && Object.hasOwn(each, key) ? spread(each[key]) : []));
  return values;
}

function spread(value: Json | undefined): Json[] {
  return value === undefined ? [] : Array.isArray(value) ? value.flatMap(spread) : [value];
}

function aggregate({ aggregate: name, field }: Selected, group: readonly Row[]): Json {
  const values = field === '*' ? group.map(() => 1) : group.flatMap((row) => valuesAt(row, field));
  if (name === 'COUNT') return values.length;
  const numbers = values.filter((value) => typeof value === 'number');
  const sum = numbers.reduce((total, value) => total + value, 0);
  if (name === 'SUM') return sum;
  if (numbers.length === 0) return null;
  if (name === 'AVG') return sum / numbers.length;
  return numbers.reduce((best, value) => (name === 'MIN' ? Math.min(best, value) : Math.max(best, value)));
}

function sortValue(name: string, select: readonly Selected[], group: readonly Row[]): Json {
  const selected = select.find((each) => each.name === name && each.aggregate !== undefined);
  if (selected !== undefined) return aggregate(selected, group);
  const [first] = group;
  return (first === undefined ? undefined : valuesAt(first, name)[0]) ?? null;
}

function compare(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a ?? ''), String(b ?? '')];
  return left < right ? -1 : left > right ? 1 : 0;
}

function holds(condition: Condition, row: Row): boolean {
  switch (condition.type) {
    case 'and':
      return condition.parts.every((part) => holds(part, row));
    case 'or':
      return condition.parts.some((part) => holds(part, row));
    case 'not':
      return !holds(condition.part, row);
    case 'in':
      return valuesAt(row, condition.field).some((value) => condition.values.includes(value as Literal));
    case 'like':
      return valuesAt(row, condition.field).some(
        (value) => typeof value === 'string' && isLike(value, condition.pattern, '%', '_'),
      );
    case 'between':
      return valuesAt(row, condition.field).some(
        (value) => compare(value, condition.from) >= 0 && compare(value, condition.to) <= 0,
      );
    default:
      return compares(valuesAt(row, condition.field), condition.operator, condition.value);
  }
}

function compares(values: readonly Json[], operator: string, wanted: Literal): boolean {
  if (operator === '<>' || operator === '!=') return !values.some((value) => value === wanted);
  if (operator === '=') return wanted === null ? values.length === 0 : values.some((value) => value === wanted);
  return values.some((value) => {
    const sign = compare(value, wanted);
    if (operator === '<') return sign < 0;
    if (operator === '>') return sign > 0;
    return operator === '<=' ? sign <= 0 : sign >= 0;
  });
}
