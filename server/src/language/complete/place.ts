/**
 * Where the cursor is: before a key, in a value, in a list item or inside `{{ }}`, and what is known about that place.
 *
 * In block YAML the indentation of the line decides, not the tree: a line being typed often belongs to no node yet. In
 * flow style and JSON the tree decides, as its brackets are there. Both give the same `Place`, so that what is offered is
 * decided once, in `items.ts`.
 */

import type { Document, Part } from '../document.ts';
import { kindOf } from '../kinds/index.ts';
import type { Range } from '../problem.ts';
import { effective, ownerOf, propertySchema, type Schema, schemaOf } from '../schema.ts';
import { isSolid, type Line, lineAt, solidLineBefore } from '../syntax/lines.ts';
import { type Entry, type MapNode, type Node, resolve, type ScalarNode } from '../syntax/node.ts';

/** How what is offered has to be written. */
export interface Style {
  /** Keys and texts need double quotes. */
  json: boolean;
  /** Inside brackets: no new lines by indentation. */
  flow: boolean;
  /** The column of the keys of the map, for values that go on in the next line. */
  indent: number;
}

export type Place =
  | {
      type: 'key';
      schema: Schema;
      map: MapNode | undefined;
      range: Range;
      style: Style /** A ":" follows: only the name is wanted. */;
      keyed: boolean;
    }
  | {
      type: 'value';
      schema: Schema;
      owner: MapNode | undefined;
      key: string | undefined;
      range: Range;
      style: Style /** Written between quotes already. */;
      quoted: boolean;
    }
  | {
      type: 'expression';
      range: Range /** Behind the cursor the braces are closed already. */;
      closed: boolean;
      prefix: string;
      node: ScalarNode | undefined;
    };

/** Where an offset is; undefined where nothing of ours can be offered. */
export function placeAt(document: Document, part: Part, offset: number): Place | undefined {
  if (part.kind === undefined) return undefined;
  const inside = scalarAt(part.root, offset);
  const expression = expressionPlace(document.text, offset, inside);
  if (expression !== undefined) return expression;
  // A script or long text is its own language.
  if (inside?.style === 'literal' || inside?.style === 'folded') return undefined;
  const line = lineAt(document.text, offset);
  if (/(^|\s)#/.test(document.text.slice(line.start, offset)) && inside === undefined) return undefined;
  const rootSchema = kindOf(part.kind).schema(part.root);
  const flow = flowAround(part.root, offset, document.text);
  return flow === undefined
    ? blockPlace(document, part, rootSchema, line, offset)
    : flowPlace(document, part, rootSchema, flow, offset);
}

function expressionPlace(text: string, offset: number, node: ScalarNode | undefined): Place | undefined {
  const line = lineAt(text, offset);
  const before = text.slice(line.start, offset);
  const open = before.lastIndexOf('{{');
  if (open < 0 || before.indexOf('}}', open) >= 0) return undefined;
  const typed = before.slice(open + 2).trimStart();
  if (/[\s{}"']/.test(typed)) return undefined;
  const after = /^[\w.:-]*/.exec(text.slice(offset, line.end))?.[0] ?? '';
  const rest = text.slice(offset + after.length, line.end);
  return {
    type: 'expression',
    range: { start: offset - typed.length, end: offset + after.length },
    closed: /^\s*\}\}/.test(rest),
    prefix: typed,
    node,
  };
}

/** The innermost flow collection around an offset. */
function flowAround(node: Node, offset: number, text: string): Node | undefined {
  if (node.type !== 'map' && node.type !== 'list') return undefined;
  const children = node.type === 'map' ? node.entries.map(({ value }) => value) : node.items;
  for (const child of children) {
    const inner = contains(child, offset) ? flowAround(child, offset, text) : undefined;
    if (inner !== undefined) return inner;
  }
  // Behind its last character the cursor is still in a collection that is not closed.
  const open = !/[\]}]/.test(text.charAt(node.end - 1)) || node.end === node.start + 1;
  return node.flow && node.start < offset && offset < node.end + (open ? 1 : 0) ? node : undefined;
}

function contains(node: Node, offset: number): boolean {
  return node.start <= offset && offset <= node.end;
}

function flowPlace(document: Document, part: Part, rootSchema: Schema, node: Node, offset: number): Place | undefined {
  const { text } = document;
  const style: Style = { json: part.format === 'json', flow: true, indent: lineAt(text, node.start).indent + 2 };
  const schema = schemaOf(node, part.root, rootSchema);
  if (schema === undefined) return undefined;
  const word = wordAround(text, offset);
  let at = word.start - 1;
  while (at > node.start && /\s/.test(text.charAt(at))) at--;
  const before = text.charAt(at);
  if (node.type === 'list') {
    const item = schema.items;
    return item === undefined
      ? undefined
      : {
          type: 'value',
          schema: effective(item, undefined, ownerOf(node)),
          owner: ownerOf(node),
          key: undefined,
          range: word,
          style,
          quoted: isQuoted(text, word),
        };
  }
  if (node.type !== 'map') return undefined;
  if (before === ':') {
    const entry = node.entries.findLast(({ key }) => key.end <= at);
    const inner = entry === undefined ? undefined : propertySchema(schema, entry.key.text);
    if (entry === undefined || inner === undefined) return undefined;
    return {
      type: 'value',
      schema: effective(inner, resolve(entry.value), node),
      owner: node,
      key: entry.key.text,
      range: word,
      style,
      quoted: isQuoted(text, word),
    };
  }
  if (before !== '{' && before !== ',') return undefined;
  return { type: 'key', schema, map: node, range: word, style, keyed: /^\s*:/.test(text.slice(word.end)) };
}

/** The word or quoted text around an offset, quotes included. */
function wordAround(text: string, offset: number): Range {
  const line = lineAt(text, offset);
  const before = text.slice(line.start, offset);
  const quotes = before.replace(/\\./g, '  ').split('"').length - 1;
  if (quotes % 2 === 1) {
    const start = line.start + before.lastIndexOf('"');
    const close = text.slice(offset, line.end).search(/"/);
    const stop = /^[^"\s,}\]]*/.exec(text.slice(offset, line.end))?.[0].length ?? 0;
    return { start, end: close < 0 ? offset + stop : offset + close + 1 };
  }
  const start = offset - (/[\w.:$-]*$/.exec(before)?.[0].length ?? 0);
  return { start, end: offset + (/^[\w.$-]*/.exec(text.slice(offset, line.end))?.[0].length ?? 0) };
}

function isQuoted(text: string, range: Range): boolean {
  return /["']/.test(text.charAt(range.start));
}

function blockPlace(document: Document, part: Part, rootSchema: Schema, line: Line, offset: number): Place | undefined {
  const { text } = document;
  const before = text.slice(line.start, offset);
  const match = /^(\s*(?:- +)*)(-$)?(?:(["']?)([\w.:$-]*?)\3(\s*:\s+))?(["']?)(.*)$/.exec(before);
  if (match === null) return undefined;
  const [, lead = '', dash, , key, colon, quote = '', typed = ''] = match;
  const column = lead.length;
  const keyStart = line.start + column;
  const index = entriesByStart(part.root);
  const style: Style = { json: false, flow: false, indent: column };
  const stop = /^[\w.:/$-]*/.exec(text.slice(offset, line.end))?.[0].length ?? 0;
  if (colon !== undefined && key !== undefined) {
    const around = index.get(keyStart) ?? containerOf(text, part, rootSchema, index, line, column);
    const map = around !== undefined && 'entry' in around ? around.map : around?.map;
    const mapSchema =
      around !== undefined && 'entry' in around ? schemaOf(around.map, part.root, rootSchema) : around?.schema;
    const declared = mapSchema === undefined ? undefined : propertySchema(mapSchema, key);
    if (declared === undefined) return undefined;
    const value = around !== undefined && 'entry' in around ? resolve(around.entry.value) : undefined;
    const start = offset - typed.length - quote.length;
    const close = quote !== '' && text.charAt(offset + stop) === quote ? 1 : 0;
    return {
      type: 'value',
      schema: effective(declared, value, map),
      owner: map,
      key,
      range: { start, end: offset + stop + close },
      style,
      quoted: quote !== '',
    };
  }
  if (dash !== undefined || /\s/.test(typed)) return undefined;
  const start = offset - typed.length;
  const range = { start: start - quote.length, end: offset + stop };
  const around = containerOf(text, part, rootSchema, index, line, column);
  if (around === undefined) return undefined;
  const dashed = lead.includes('-');
  // An item of a list of texts is a value; an item of a list of maps begins with a key.
  if (dashed && around.schema.properties === undefined) {
    return {
      type: 'value',
      schema: around.schema,
      owner: around.owner,
      key: undefined,
      range,
      style,
      quoted: quote !== '',
    };
  }
  return {
    type: 'key',
    schema: around.schema,
    map: around.map,
    range: { start, end: range.end },
    style,
    keyed: /^\s*:/.test(text.slice(range.end, line.end)),
  };
}

interface Container {
  schema: Schema;
  /** The map the key would go into, once it has an entry. */
  map: MapNode | undefined;
  /** The map around a list item. */
  owner: MapNode | undefined;
}

type Index = ReadonlyMap<number, { map: MapNode; entry: Entry }>;

/** The map that a key at a column of a line belongs to, by the lines above it. */
function containerOf(
  text: string,
  part: Part,
  rootSchema: Schema,
  index: Index,
  line: Line,
  column: number,
): Container | undefined {
  const dash = /^\s*(?:- +)*-\s+$/.test(text.slice(line.start, line.start + column));
  const dashColumn = dash ? text.slice(line.start, line.start + column).lastIndexOf('-') : column;
  // Keys below that stand at the same column are of the same map, when the line is its first.
  const own = index.get(line.start + column);
  if (own !== undefined) return inMap(own.map, part, rootSchema);
  if (!dash) {
    const sibling = siblingBelow(text, index, line, column);
    if (sibling !== undefined) return inMap(sibling, part, rootSchema);
  }
  for (let above = solidLineBefore(text, line); above !== undefined; above = solidLineBefore(text, above)) {
    const lead = /^\s*(?:- +)*/.exec(text.slice(above.start, above.end))?.[0] ?? '';
    const found = index.get(above.start + lead.length);
    if (found === undefined) {
      if (above.indent < column) return undefined;
      continue;
    }
    if (!dash && lead.length === column) return inMap(found.map, part, rootSchema);
    const limit = dash ? dashColumn : column - 1;
    if (lead.length > limit || (dash && lead.length === dashColumn && lead.includes('-'))) continue;
    return inValue(found.map, found.entry, dash, part, rootSchema);
  }
  return column === 0 && !dash ? inMap(part.root.type === 'map' ? part.root : undefined, part, rootSchema) : undefined;
}

function siblingBelow(text: string, index: Index, line: Line, column: number): MapNode | undefined {
  let start = text.indexOf('\n', line.end);
  while (start >= 0) {
    const below = lineAt(text, start + 1);
    if (isSolid(text, below)) return below.indent === column ? index.get(below.start + column)?.map : undefined;
    start = text.indexOf('\n', below.end);
  }
  return undefined;
}

function inMap(map: MapNode | undefined, part: Part, rootSchema: Schema): Container | undefined {
  const schema = map === undefined ? effective(rootSchema, part.root, undefined) : schemaOf(map, part.root, rootSchema);
  return schema === undefined ? undefined : { schema, map, owner: map === undefined ? undefined : ownerOf(map) };
}

/** The value of an entry, or an item of it, that is not written yet. */
function inValue(map: MapNode, entry: Entry, item: boolean, part: Part, rootSchema: Schema): Container | undefined {
  const above = schemaOf(map, part.root, rootSchema);
  const declared = above === undefined ? undefined : propertySchema(above, entry.key.text);
  if (declared === undefined) return undefined;
  const value = resolve(entry.value);
  const schema = effective(declared, value, map);
  if (!item) return { schema, map: value?.type === 'map' ? value : undefined, owner: map };
  return schema.items === undefined
    ? undefined
    : { schema: effective(schema.items, undefined, map), map: undefined, owner: map };
}

/** Every entry of a tree by the offset of its key. */
function entriesByStart(root: Node): Map<number, { map: MapNode; entry: Entry }> {
  const index = new Map<number, { map: MapNode; entry: Entry }>();
  const visit = (node: Node): void => {
    if (node.type === 'list') node.items.forEach(visit);
    else if (node.type === 'map') {
      for (const entry of node.entries) {
        if (entry.merged) continue;
        index.set(entry.key.start, { map: node, entry });
        visit(entry.value);
      }
    }
  };
  visit(root);
  return index;
}

/** The scalar that holds an offset; one without text holds none. */
export function scalarAt(node: Node, offset: number): ScalarNode | undefined {
  if (node.type === 'scalar') return !node.missing && contains(node, offset) ? node : undefined;
  if (node.type === 'list') {
    for (const item of node.items) {
      const found = contains(item, offset) ? scalarAt(item, offset) : undefined;
      if (found !== undefined) return found;
    }
  } else if (node.type === 'map') {
    for (const { key, value, merged } of node.entries) {
      if (merged) continue;
      if (contains(key, offset)) return key;
      const found = contains(value, offset) ? scalarAt(value, offset) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
