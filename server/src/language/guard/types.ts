/**
 * Which configuration items a clause looks at: the types that the conditions around it leave, and the path it stands in.
 *
 * Only what is certain counts: a condition such as `resourceType == "AWS::S3::Bucket"`, with all its alternatives alike.
 */

import type { Call, Literal, PolicyTree, Query, Statement, Value, Word } from './tree.ts';

/** Where a query stands. */
export interface Standing {
  query: Query;
  /** The types of the items; undefined when nothing says. */
  types: readonly string[] | undefined;
  /** The keys that the query starts from; undefined when that is not known. */
  path: readonly Key[] | undefined;
  /** The keys from the top of the item on, as far as they are certain. */
  keys: readonly Key[] | undefined;
}

export interface Key {
  name: string;
  start: number;
  end: number;
}

type Literals = ReadonlyMap<string, Value | undefined>;

interface Around {
  types: readonly string[] | undefined;
  path: readonly Key[] | undefined;
  /** What the variables are assigned, and where they lead. */
  literals: Literals;
  paths: ReadonlyMap<string, readonly Key[] | undefined>;
}

/** Calls back for each query of a policy. */
export function eachQuery({ statements }: PolicyTree, see: (standing: Standing) => void): void {
  walk(statements, { types: undefined, path: [], literals: new Map(), paths: new Map() }, see);
}

function walk(statements: readonly Statement[], outer: Around, see: (standing: Standing) => void): void {
  const around = withVariables(statements, outer);
  for (const each of statements) {
    if (each.type === 'let') inValue(each.value, around, see);
    else if (each.type === 'comparison') {
      inQuery(each.query, around, see);
      inValue(each.value, around, see);
    } else if (each.type === 'use') for (const argument of each.arguments ?? []) inValue(argument, around, see);
    else {
      const path = each.type === 'block' ? inQuery(each.query, around, see) : around.path;
      walk(each.conditions, { ...around, path }, see);
      const types = both(around.types, typesIn(each.conditions, around.literals));
      // A type block goes through the resources of a template, not through items.
      const inside = withParameters(each, { ...around, types, path: each.type === 'type' ? undefined : path });
      walk(each.body.statements, inside, see);
    }
  }
}

function withVariables(statements: readonly Statement[], outer: Around): Around {
  const lets = statements.filter((each) => each.type === 'let');
  if (lets.length === 0) return outer;
  const literals = new Map(outer.literals);
  const paths = new Map(outer.paths);
  const around = { ...outer, literals, paths };
  for (const { name, value } of lets) {
    literals.set(name.text, value);
    paths.set(name.text, value?.type === 'query' ? followed(value, around).path : undefined);
  }
  return around;
}

/** What a parameter stands for is known to the callers only. */
function withParameters(each: Statement, around: Around): Around {
  if (each.type !== 'rule' || each.parameters.length === 0) return around;
  const unknown = each.parameters.map(({ text }) => [text, undefined] as const);
  const [literals, paths] = [new Map(around.literals), new Map(around.paths)];
  for (const [name] of unknown) {
    literals.set(name, undefined);
    paths.set(name, undefined);
  }
  return { ...around, literals, paths };
}

function inValue(value: Value | undefined, around: Around, see: (standing: Standing) => void): void {
  if (value?.type === 'query') inQuery(value, around, see);
  else if (value?.type === 'call') for (const argument of value.arguments) inValue(argument, around, see);
}

/** Sees a query and those in it; gives the path that it leads to. */
function inQuery(query: Query, around: Around, see: (standing: Standing) => void): readonly Key[] | undefined {
  const { path, keys } = followed(query, around, (conditions, here) =>
    walk(conditions, { ...around, path: here }, see),
  );
  for (const segment of query.segments) if (segment.type === 'call') inValue(segment.call, around, see);
  see({ query, types: around.types, path: around.path, keys });
  return path;
}

/** The path that a query leads to, undefined where it is not known, and its keys as far as they are certain. */
function followed(
  { segments }: Query,
  around: Around,
  filtered: (conditions: readonly Statement[], path: readonly Key[] | undefined) => void = () => undefined,
): Pick<Standing, 'path' | 'keys'> {
  let path = around.path;
  let keys = path;
  for (const [at, segment] of segments.entries()) {
    if (segment.type === 'filter') filtered(segment.conditions, path);
    if (segment.type === 'key')
      path = path && [...path, { name: segment.name, start: segment.start, end: segment.end }];
    // The values of a map or the items of a list: which one is not known, and so not what is called `*`.
    else if (segment.type === 'each') path = segment.end - segment.start > 1 ? path : undefined;
    else if (segment.type === 'variable') path = at === 0 ? around.paths.get(segment.name) : undefined;
    else if (segment.type === 'call') path = undefined;
    if (path !== undefined) keys = path;
    else if (at === 0) keys = undefined;
  }
  return { path, keys };
}

/** The types that conditions leave; undefined when they do not say. */
export function typesIn(
  conditions: readonly Statement[],
  literals: Literals = new Map(),
): readonly string[] | undefined {
  let types: readonly string[] | undefined;
  let group: (readonly string[] | undefined)[] = [];
  const close = (): void => {
    if (group.length > 0 && group.every((each) => each !== undefined)) types = both(types, group.flat() as string[]);
    group = [];
  };
  for (const each of conditions) {
    if (!('alternative' in each && each.alternative)) close();
    group.push(comparedTypes(each, literals)?.map(({ text }) => text));
  }
  close();
  return types;
}

/** The texts that `resourceType` is compared with, where it has to be one of them. */
export function comparedTypes(each: Statement, literals: Literals = new Map()): readonly Word[] | undefined {
  if (each.type !== 'comparison' || each.negated || !/^(?:==|in)$/.test(each.operator.text)) return undefined;
  if (!isResourceType(each.query)) return undefined;
  const [segment] = each.value?.type === 'query' ? each.value.segments : [];
  const value = segment?.type === 'variable' ? literals.get(segment.name) : each.value;
  const items = value?.type === 'list' ? value.items : value === undefined ? [] : [value];
  const words = items.flatMap((item) => (item.type === 'string' ? [typeWord(item)] : []));
  return words.length === items.length && words.length > 0 ? words : undefined;
}

function typeWord(item: Literal & { type: 'string' }): Word {
  return { text: item.text, start: item.start + 1, end: item.end - 1 };
}

/** True for `resourceType`, the type of the item itself. */
export function isResourceType({ segments }: Query): boolean {
  const [first, second] = segments;
  return first?.type === 'key' && /^resourceType$/i.test(first.name) && second === undefined;
}

function both(
  left: readonly string[] | undefined,
  right: readonly string[] | undefined,
): readonly string[] | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return left.filter((each) => right.includes(each));
}

/** Calls back for each statement of a policy, those of conditions and filters among them. */
export function eachStatement({ statements }: Pick<PolicyTree, 'statements'>, see: (each: Statement) => void): void {
  for (const each of statements) {
    see(each);
    if ('conditions' in each) eachStatement({ statements: each.conditions }, see);
    if ('body' in each) eachStatement(each.body, see);
    for (const query of queriesIn(each)) {
      for (const segment of query.segments)
        if (segment.type === 'filter') eachStatement({ statements: segment.conditions }, see);
    }
  }
}

/** Calls back for each call of a function; names with arguments that are rules are none. */
export function eachCall(policy: PolicyTree, see: (call: Call) => void): void {
  const inside = (value: Value | undefined): void => {
    if (value?.type === 'call') {
      see(value);
      value.arguments.forEach(inside);
    }
  };
  eachStatement(policy, (each) => {
    if (each.type === 'let' || each.type === 'comparison') inside(each.value);
    if (each.type === 'use') each.arguments?.forEach(inside);
  });
}

function queriesIn(each: Statement): Query[] {
  const value = each.type === 'let' || each.type === 'comparison' ? each.value : undefined;
  return [
    ...(each.type === 'comparison' || each.type === 'block' ? [each.query] : []),
    ...(value?.type === 'query' ? [value] : []),
  ];
}
