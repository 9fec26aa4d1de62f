/** The place of the cursor in block YAML, where the indentation of its line decides. */

import type { Document, Part } from '../document.ts';
import type { Range } from '../problem.ts';
import { isSolid, type Line, lineAt, solidLineBefore } from '../syntax/lines.ts';
import type { Entry, MapNode, Node } from '../syntax/node.ts';
import { resolve } from '../syntax/node.ts';
import type { Place } from './place.ts';
import { rootSpot, type Spot, spotOf } from './spot.ts';
import { type Style, styleOf } from './style.ts';

export function blockPlace(document: Document, part: Part, line: Line, offset: number): Place | undefined {
  const { text } = document;
  const before = text.slice(line.start, offset);
  const match = /^(\s*(?:- +)*)(-$)?(?:(["']?)([\w.:$-]*?)\3(\s*:\s+))?(["']?)(.*)$/.exec(before);
  if (match === null) return undefined;
  const [, lead = '', dash, , key, colon, mark = '', typed = ''] = match;
  const quote = mark === '"' || mark === "'" ? mark : '';
  const column = lead.length;
  const index = entriesByStart(part.root);
  const style: Style = { ...styleOf(document, part), flow: false, lines: true, column };
  const start = offset - typed.length - quote.length;
  if (colon !== undefined && key !== undefined) {
    const own = index.get(line.start + column);
    const around = own === undefined ? containerOf(text, part, index, line, column) : undefined;
    if (own === undefined && around === undefined) return undefined;
    const spot: Spot =
      own !== undefined
        ? { map: own.map, above: undefined, key, item: false }
        : { map: around?.map, above: around?.spot, key, item: false };
    const range = scalarRange(text, line, start, offset, quote);
    return { type: 'value', spot, node: own?.entry.value, range, style, quote, typed };
  }
  if (dash !== undefined) return undefined;
  const around = containerOf(text, part, index, line, column);
  if (around === undefined) return undefined;
  const { map, spot } = around;
  const range = scalarRange(text, line, start, offset, quote);
  const keyed = /^\s*:(?:\s|$)/.test(text.slice(range.end, line.end));
  const base = { range, style, quote, typed } as const;
  if (spot.item && map === undefined) return { ...base, type: 'item', spot, keyed };
  return /\s/.test(typed) ? undefined : { ...base, type: 'key', spot, map, keyed };
}

/** What is replaced: the text from its start to its end, as far as the line goes. */
function scalarRange(text: string, line: Line, start: number, offset: number, quote: string): Range {
  const rest = text.slice(offset, line.end);
  if (quote !== '') {
    const close = rest.indexOf(quote);
    return { start, end: close < 0 ? offset + rest.trimEnd().length : offset + close + 1 };
  }
  return { start, end: offset + (/^(?:[^\s#:]|:(?=\S)|[ \t]+(?=[^\s#:]))*/.exec(rest)?.[0].length ?? 0) };
}

interface Container {
  spot: Spot;
  /** The map the key would go into, once it has an entry. */
  map: MapNode | undefined;
}

type Index = ReadonlyMap<number, { map: MapNode; entry: Entry }>;

/** The map that a key at a column of a line belongs to, by the lines above it. */
function containerOf(text: string, part: Part, index: Index, line: Line, column: number): Container | undefined {
  const dash = /^\s*(?:- +)*-\s+$/.test(text.slice(line.start, line.start + column));
  const dashColumn = dash ? text.slice(line.start, line.start + column).lastIndexOf('-') : column;
  // Keys below that stand at the same column are of the same map, when the line is its first.
  const own = index.get(line.start + column);
  if (own !== undefined) return inMap(own.map, part);
  const sibling = siblingBelow(text, index, line, column);
  if (sibling !== undefined) return inMap(sibling, part);
  for (let above = solidLineBefore(text, line); above !== undefined; above = solidLineBefore(text, above)) {
    if (above.end < part.root.start) break;
    const lead = /^\s*(?:- +)*/.exec(text.slice(above.start, above.end))?.[0] ?? '';
    const found = index.get(above.start + lead.length);
    if (found === undefined) {
      if (above.indent < dashColumn) return undefined;
      continue;
    }
    if (!dash && lead.length === column) return inMap(found.map, part);
    const limit = dash ? dashColumn : column - 1;
    if (lead.length > limit || (dash && lead.length === dashColumn && lead.includes('-'))) continue;
    return inValue(found.map, found.entry, dash);
  }
  const { root } = part;
  return !dash && column === (root.type === 'map' ? root.start - lineAt(text, root.start).start : 0)
    ? inMap(root.type === 'map' ? root : undefined, part)
    : undefined;
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

function inMap(map: MapNode | undefined, part: Part): Container {
  return { map, spot: map === undefined ? rootSpot : spotOf(map, part.root) };
}

/** The value of an entry, or an item of it, that is not written yet. */
function inValue(map: MapNode, entry: Entry, item: boolean): Container {
  const value = resolve(entry.value);
  const spot: Spot = { map, above: undefined, key: entry.key.text, item };
  return { spot, map: !item && value?.type === 'map' ? value : undefined };
}

/** Every entry of a tree by the offset of its key. */
function entriesByStart(root: Node): Index {
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
