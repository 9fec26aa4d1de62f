/**
 * Follows a selector through the type of an answer.
 *
 * Whatever cannot be known is `unknown`, and nothing is held against it: documents without a fixed form, keys of maps, texts
 * that boto3 decodes, and parts of a selector that only the run knows.
 */

import { fieldsOf } from './members.ts';
import type { ServiceModel, TypeCode } from './model.ts';
import type { Segment } from './selector.ts';
import { typeInWords } from './words.ts';

export type Selected =
  | {
      state: 'found';
      type: TypeCode /** A deep scan or filter is in it: what comes is a list of such. */;
      many: boolean;
    }
  | { state: 'unknown'; many: boolean }
  /** There is no such member; `names` are those there are. */
  | { state: 'missing'; segment: Segment; names: readonly string[]; reason: string };

/** Services of which boto3 decodes texts of answers: policies and templates. */
const decoding = new Set(['IAM', 'CloudFormation']);

/** What a selector finds in a type, such as `>DescribeInstances`. */
export function select(model: ServiceModel, from: TypeCode, segments: readonly Segment[]): Selected {
  let type: TypeCode = from;
  let many = false;
  for (const segment of segments) {
    if (segment.kind === 'unknown') return { state: 'unknown', many: many || isMany(segments) };
    const found = segment.deep ? scan(model, type, segment) : step(model, type, segment);
    if (typeof found === 'object') return found.state === 'unknown' ? { ...found, many: isMany(segments) } : found;
    type = found;
    many ||= segment.deep || segment.kind === 'elements';
  }
  return { state: 'found', type, many };
}

/** True when a selector gives a list whatever it meets. */
export function isMany(segments: readonly Segment[]): boolean {
  return segments.some(({ deep, kind }) => deep || kind === 'elements');
}

function step(model: ServiceModel, type: TypeCode, segment: Segment): TypeCode | Selected {
  const unknown: Selected = { state: 'unknown', many: false };
  const sign = type.charAt(0);
  if (sign === 'd' || sign === 'x') return unknown;
  if (sign === 's' && decoding.has(model.id)) return unknown;
  if (segment.kind === 'index' || segment.kind === 'elements') {
    if (sign === '[') return type.slice(1);
    if (sign === '{' && segment.kind === 'elements') return type.slice(1);
    if (segment.kind === 'elements') return unknown;
    return { state: 'missing', segment, names: [], reason: `it is ${typeInWords(type)} and has no elements` };
  }
  if (segment.kind !== 'child') return unknown;
  if (sign === '{') return type.slice(1);
  const fields = fieldsOf(model, type);
  if (fields !== undefined) {
    const field = fields.get(segment.name);
    return field?.type ?? { state: 'missing', segment, names: [...fields.keys()], reason: '' };
  }
  // The library also gives lists and texts a length.
  if (segment.name.startsWith('length')) return unknown;
  const reason =
    sign === '[' ? 'it is a list: pick an element first, such as [0]' : `it is ${typeInWords(type)} and has no members`;
  return { state: 'missing', segment, names: [], reason };
}

/** `..name`: every member of that name at any depth. */
function scan(model: ServiceModel, from: TypeCode, segment: Segment): TypeCode | Selected {
  const unknown: Selected = { state: 'unknown', many: true };
  if (segment.kind !== 'child') return unknown;
  const within = membersWithin(model, from);
  if (within === undefined) return unknown;
  const types = within.get(segment.name);
  if (types === undefined) return { state: 'missing', segment, names: [...within.keys()], reason: '' };
  const [only] = types;
  return types.size === 1 && only !== undefined ? only : unknown;
}

type Within = ReadonlyMap<string, ReadonlySet<TypeCode>>;
const within = new WeakMap<ServiceModel, Map<TypeCode, Within | undefined>>();

/** The types of all members within a type, by name; undefined where there may be members of any name. */
function membersWithin(model: ServiceModel, from: TypeCode): Within | undefined {
  const kept = within.get(model) ?? new Map<TypeCode, Within | undefined>();
  within.set(model, kept);
  if (!kept.has(from)) kept.set(from, collect(model, from));
  return kept.get(from);
}

function collect(model: ServiceModel, from: TypeCode): Within | undefined {
  const found = new Map<string, Set<TypeCode>>();
  const seen = new Set<TypeCode>();
  const open: TypeCode[] = [from];
  for (let type = open.pop(); type !== undefined; type = open.pop()) {
    const inner = type.replace(/^\[+/, '');
    const sign = inner.charAt(0);
    if (sign === '{' || sign === 'd' || (sign === 's' && decoding.has(model.id))) return undefined;
    if (seen.has(inner)) continue;
    seen.add(inner);
    for (const field of fieldsOf(model, inner)?.values() ?? []) {
      // Nobody scans for what boto3 adds, and its headers can have any name.
      if (field.type === '@') continue;
      const types = found.get(field.name) ?? new Set();
      found.set(field.name, types.add(field.type));
      open.push(field.type);
    }
  }
  return found;
}
