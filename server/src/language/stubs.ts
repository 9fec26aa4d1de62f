/**
 * What a key that has to be there can be given until its author writes more: a value that its place takes, and nothing where
 * there is no such value that is not a guess.
 */

import { entryAdded, entryFirst, fixWith, type Plain, type Written } from './insertion.ts';
import type { Fix } from './problem.ts';
import { effective, propertySchema, type Schema, typesOf } from './schema.ts';
import { get, itemsOf, type MapNode, type Node, resolve, textOf } from './syntax/node.ts';

/** Deeper than any required key stands in another one. */
const deepest = 6;

/** The fix that adds missing keys to a map, to be spread into a problem; nothing where one of them has no plain value. */
export function addingFix(written: Written, map: MapNode, keys: readonly string[], schema: Schema): { fixes?: Fix[] } {
  const edits: Fix['edits'] = [];
  for (const key of keys) {
    const value = special(key, map) ?? stubOf(propertySchema(schema, key) ?? {}, map, deepest);
    if (value === undefined) return {};
    const first =
      key === 'schemaVersion' || (key === 'type' && map.entries.length > 0) || (key === 'name' && get(map, 'action'));
    const added = first ? entryFirst(written, map, key, value) : entryAdded(written, map, key, value);
    const [edit] = added ?? [];
    if (edit === undefined) return {};
    // Pieces put in at one place are one edit, so that their order is certain.
    const same = edits.find(({ start, end }) => start === edit.start && end === edit.end);
    if (same === undefined) edits.push(edit);
    else if (edit.start === edit.end) same.text += edit.text;
    else return {};
  }
  return fixWith(`Add ${keys.map((key) => `"${key}"`).join(' and ')}`, edits);
}

/** Keys whose value can be told from what stands beside them. */
function special(key: string, map: MapNode): Plain | undefined {
  if (key === 'type' && map.entries.some((each) => each.key.text === 'default'))
    return typeOfDefault(get(map, 'default'));
  const action = textOf(get(map, 'action'));
  if (key !== 'name' || action === undefined || map.parent?.type !== 'list') return undefined;
  const taken = new Set(itemsOf(map.parent).map((step) => textOf(get(step, 'name'))));
  const stem = action.replace(/^aws:/, '').replace(/\W/g, '');
  if (!taken.has(stem)) return stem;
  let number = 2;
  while (taken.has(`${stem}${number}`)) number++;
  return `${stem}${number}`;
}

function typeOfDefault(value: ReturnType<typeof resolve>): string {
  if (value?.type === 'map') return 'StringMap';
  if (value?.type === 'list') return resolve(value.items[0])?.type === 'map' ? 'MapList' : 'StringList';
  if (typeof value?.value === 'boolean') return 'Boolean';
  return Number.isInteger(value?.value) ? 'Integer' : 'String';
}

function stubOf(declared: Schema, owner: MapNode | undefined, depth: number): Plain | undefined {
  const schema = effective(declared, undefined, owner);
  const { default: fallback, enum: values, pattern } = schema;
  if (typeof fallback === 'string' || typeof fallback === 'number' || typeof fallback === 'boolean') return fallback;
  if (schema.catalogue !== undefined || depth === 0 || /step|json-path/.test(schema.format ?? '')) return undefined;
  const [value] = values ?? [];
  if (value !== undefined) return value;
  switch (typesOf(schema)[0]) {
    case 'boolean':
      return false;
    case 'integer':
      return schema.minimum ?? 1;
    case 'array': {
      if (!schema.minItems && schema.items === undefined && schema.format !== 'script') return [];
      const item = stubOf(schema.items ?? { type: 'string' }, owner, depth - 1);
      return item === undefined ? undefined : [item];
    }
    case 'object':
      return objectStub(schema, owner, depth);
    default:
      return pattern === undefined || new RegExp(pattern).test('') ? '' : undefined;
  }
}

function objectStub(schema: Schema, owner: MapNode | undefined, depth: number): Plain | undefined {
  if (schema.atLeastOne !== undefined) return undefined;
  const stub: Record<string, Plain> = {};
  for (const key of schema.required ?? []) {
    const value = stubOf(propertySchema(schema, key) ?? {}, owner, depth - 1);
    if (value === undefined) return undefined;
    stub[key] = value;
  }
  return stub;
}

/** The fix that makes a list of a single value, where a list of texts is wanted. */
export function listFix({ text, format }: Written, node: Node, schema: Schema): { fixes?: Fix[] } {
  const item = typesOf(schema.items ?? {})[0];
  if (node.type !== 'scalar' || node.text === '' || node.text.includes('\n') || !typesOf(schema).includes('array'))
    return {};
  if (item !== 'string' && item !== 'any') return {};
  const source = text.slice(node.start, node.end);
  const bare = format === 'yaml' && /^[A-Za-z0-9_./-]+$/.test(source);
  const whole = bare || node.style === 'double' || node.style === 'single' ? source : JSON.stringify(node.text);
  return fixWith('Make it a list of one item', [{ start: node.start, end: node.end, text: `[${whole}]` }]);
}
