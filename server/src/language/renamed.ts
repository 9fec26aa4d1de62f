/**
 * Keys that no schema knows: slips that are too far from any key to be guessed, but that stand where one is missing.
 */

import { nearest } from './nearest.ts';
import { effective, propertySchema, type Schema, typesOf } from './schema.ts';
import { type Entry, type MapNode, type Node, resolve } from './syntax/node.ts';

/** A key that no schema knows, beside the one that is missing: the same key under another name. */
export interface Renamed {
  entry: Entry;
  key: string;
}

export function renamedKey(node: MapNode, schema: Schema): Renamed | undefined {
  const given = (key: string): boolean =>
    node.entries.some(({ key: { text } }) =>
      schema.keysInAnyCase ? text.toLowerCase() === key.toLowerCase() : text === key,
    );
  const missing = (schema.required ?? []).filter((key) => !given(key));
  const [key] = missing;
  if (missing.length !== 1 || key === undefined) return undefined;
  const [entry, second] = strangers(node, schema);
  if (entry === undefined || second !== undefined) return undefined;
  const value = resolve(entry.value);
  const wanted = effective(propertySchema(schema, key) ?? {}, value, node);
  return value !== undefined && mayBe(value, wanted) ? { entry, key } : undefined;
}

function mayBe(value: Node, schema: Schema): boolean {
  const types = typesOf(schema);
  if (value.type === 'map') return types.includes('object');
  if (value.type === 'list') return types.includes('array');
  if (value.type !== 'scalar' || !types.includes('string')) return false;
  if (schema.enum !== undefined) return schema.enum.some((each) => String(each) === value.text);
  return schema.pattern === undefined || new RegExp(schema.pattern).test(value.text);
}

/** The keys that a closed schema does not know, and that are no slip of one that it knows. */
function strangers(node: MapNode, schema: Schema): Entry[] {
  if (schema.additionalProperties !== false) return [];
  const names = Object.keys(schema.properties ?? {});
  return node.entries.filter(
    ({ key, merged }) =>
      propertySchema(schema, key.text) === undefined &&
      !merged &&
      key.complex === undefined &&
      !key.text.includes('{{') &&
      nearest(key.text, names) === undefined,
  );
}

export function hasStranger(node: MapNode, schema: Schema): boolean {
  return strangers(node, schema).length > 0;
}
