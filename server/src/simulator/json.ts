/**
 * Plain values of a run, and how the tree of a document becomes one.
 *
 * Everything a run knows is JSON, so that its state can be saved as it is. Aliases are written out; a text whose aliases
 * would make it grow without bound is refused before it can.
 */

import { type MapNode, type Node, resolve } from '../language/syntax/node.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonMap = { [key: string]: Json };

/** More values than any document of 64 KB holds that does not multiply itself through aliases. */
const mostValues = 200_000;

/** The value of a node; undefined for one that is too large once its aliases are written out. */
export function plainOf(node: Node | undefined): Json | undefined {
  const sizes = new Map<Node, { value: Json; size: number }>();
  const read = (each: Node): { value: Json; size: number } => {
    const found = resolve(each);
    if (found === undefined) return { value: null, size: 1 };
    const known = sizes.get(found);
    if (known !== undefined) return known;
    // What a template fills in later is kept as it is written.
    if (found.type === 'scalar') return { value: found.unknown ? found.text : found.value, size: 1 };
    // A value inside itself cannot be written, but an unfinished text can pretend to.
    sizes.set(found, { value: null, size: 1 });
    let size = 1;
    const grow = (inner: Node): Json => {
      const { value, size: more } = read(inner);
      size += more;
      return size > mostValues ? null : value;
    };
    const value = found.type === 'list' ? found.items.map(grow) : mapOf(found, grow);
    const made = { value, size };
    sizes.set(found, made);
    return made;
  };
  if (node === undefined) return undefined;
  const { value, size } = read(node);
  return size > mostValues ? undefined : value;
}

/** Of two equal keys the first counts, and a key of the map itself before one that is merged in. */
function mapOf({ entries }: MapNode, read: (value: Node) => Json): JsonMap {
  const values = new Map<string, Json>();
  for (const { key, value } of entries) if (!values.has(key.text)) values.set(key.text, read(value));
  return Object.fromEntries(values);
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of a map; undefined for anything else, and for what only every object has. */
export function member(value: Json | undefined, key: string): Json | undefined {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Sets a member; a name such as `__proto__` is a key like any other. */
export function setMember<T extends Json | JsonMap>(map: { [key: string]: T }, key: string, value: T): void {
  Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
}

/** A text as it is, a number or Boolean in words, and lists and maps as JSON. */
export function textOfValue(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A list of texts: the items of a list, or the one value that stands in its place. */
export function textsOf(value: Json | undefined): string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(textOfValue) : [textOfValue(value)];
}

/** How the API carries a value: always a list of texts, with maps as JSON. */
export function onTheWire(value: Json): string[] {
  return textsOf(value);
}

/** A value as Python's `str()` prints it, which is how desired values are compared: `True`, `None`. */
export function pythonText(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return textOfValue(value);
}
