/**
 * The tree of a document: every node knows its place in the source text.
 *
 * One tree serves YAML and JSON. Nodes are plain data made by `syntax/`; everything else reads them. Offsets are UTF-16
 * code units into the original text, whatever `syntax/repair.ts` had to mend in order to read it.
 */

import type { Range } from '../problem.ts';

/** How a scalar was written; JSON texts have only `double` and `plain`. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

interface NodeBase extends Range {
  parent: MapNode | ListNode | undefined;
  /** The `&name` on this node, if any. */
  anchor?: string;
  /** The tag as written, such as `!Ref` or `!!str`. Its meaning is the kind's business. */
  tag?: string;
}

/** A text, number, Boolean or null. */
export interface ScalarNode extends NodeBase {
  type: 'scalar';
  /** The decoded text, whatever its type: `"5"` for both `5` and `"5"`. */
  text: string;
  /** The value by the YAML 1.2 core schema: plain `5` is 5, quoted `"5"` is text. `null` also for an empty value. */
  value: string | number | boolean | null;
  style: ScalarStyle;
  /** Where the decoded text stands in the source when the two do not run in step; see `sourceOffset`. */
  places: number[] | undefined;
  /** The collection this key really is, for the rare `[a, b]: c` or an unquoted `{{ x }}`. */
  complex?: MapNode | ListNode;
  /** True for what a template fills in later: its value is not known, though its text may hold expressions. */
  unknown?: true;
  /** True where the source has nothing: `key:` and then no value. Its range is empty, behind the colon. */
  missing: boolean;
}

/** One `key: value` of a map, in source order. */
export interface Entry {
  key: ScalarNode;
  value: Node;
  /** Where the entry came in through a `<<` merge. Such entries are not repeated in outlines and never duplicates. */
  merged?: true;
}

export interface MapNode extends NodeBase {
  type: 'map';
  entries: Entry[];
  flow: boolean;
  /** The `<<` entries as they are written; what they bring in stands among the entries. */
  merges?: Entry[];
}

export interface ListNode extends NodeBase {
  type: 'list';
  items: Node[];
  flow: boolean;
}

/** `*name`. `target` is the node it stands for, or undefined when no such anchor comes before it. */
export interface AliasNode extends NodeBase {
  type: 'alias';
  name: string;
  target: Node | undefined;
}

export type Node = ScalarNode | MapNode | ListNode | AliasNode;

/** A comment, from its `#` to the end of its line. */
export interface Comment extends Range {
  text: string;
}

/** Follows an alias to what it stands for; other nodes are returned as they are. */
export function resolve(node: Node | undefined): ScalarNode | MapNode | ListNode | undefined {
  let current = node;
  // An alias can name another alias; a chain cannot be longer than the text, and a cycle cannot be written, but a bound
  // costs nothing.
  for (let hops = 0; current?.type === 'alias' && hops < 32; hops++) current = current.target;
  return current?.type === 'alias' ? undefined : current;
}

/** The entry of a map by its key, or undefined; a later merge never hides a key of the map itself. */
export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  const map = resolve(node);
  if (map?.type !== 'map') return undefined;
  for (const entry of map.entries) if (entry.key.text === key) return entry;
  return undefined;
}

/** The value of a key, alias resolved, or undefined. */
export function get(node: Node | undefined, key: string): ScalarNode | MapNode | ListNode | undefined {
  return resolve(entryOf(node, key)?.value);
}

/** The text of a scalar, or undefined for anything else, for null and for what a template fills in. */
export function textOf(node: Node | undefined): string | undefined {
  const scalar = resolve(node);
  return scalar?.type === 'scalar' && scalar.value !== null && !scalar.unknown ? scalar.text : undefined;
}

/** True where a template fills in a node, or something inside it. */
export function isOpen(node: Node | undefined): boolean {
  const open = [node];
  const seen = new Set<Node>();
  while (open.length > 0) {
    const each = resolve(open.pop());
    if (each === undefined || seen.has(each)) continue;
    if (each.type === 'scalar' && each.unknown) return true;
    seen.add(each);
    if (each.type === 'list') open.push(...each.items);
    else if (each.type === 'map') open.push(...each.entries.map(({ value }) => value));
  }
  return false;
}

/** The items of a list, or an empty array for anything else. */
export function itemsOf(node: Node | undefined): Node[] {
  const list = resolve(node);
  return list?.type === 'list' ? list.items : [];
}

/** The entries of a map, or an empty array for anything else. */
export function entriesOf(node: Node | undefined): Entry[] {
  const map = resolve(node);
  return map?.type === 'map' ? map.entries : [];
}
