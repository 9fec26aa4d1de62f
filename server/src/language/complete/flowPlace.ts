/** The place of the cursor inside brackets: in JSON, and in the flow style of YAML. */

import type { Document, Part } from '../document.ts';
import type { Range } from '../problem.ts';
import { lineAt } from '../syntax/lines.ts';
import type { Entry, ListNode, MapNode, Node } from '../syntax/node.ts';
import type { Place } from './place.ts';
import { spotOf } from './spot.ts';
import { type Style, styleOf } from './style.ts';

/** The innermost collection in brackets around an offset. */
export function flowAround(node: Node, offset: number, text: string): MapNode | ListNode | undefined {
  if (node.type !== 'map' && node.type !== 'list') return undefined;
  const children = node.type === 'map' ? node.entries : node.items;
  for (const child of children) {
    if ('merged' in child && child.merged) continue;
    const inner = 'value' in child && 'key' in child ? child.value : (child as Node);
    if (inner.type === 'scalar' || offset < inner.start || offset > inner.end) continue;
    const found = flowAround(inner, offset, text);
    if (found !== undefined) return found;
  }
  // Behind its last character the cursor is still in a collection that is not closed.
  const open = !/[\]}]/.test(text.charAt(node.end - 1)) || node.end === node.start + 1;
  return node.flow && node.start < offset && offset < node.end + (open ? 1 : 0) ? node : undefined;
}

export function flowPlace(document: Document, part: Part, node: MapNode | ListNode, offset: number): Place | undefined {
  const { text } = document;
  const word = wordAround(text, offset);
  // The text of a document that stands in quotes itself would need every quote escaped.
  if (part.embedded && text.charAt(word.start - 1) === '\\') return undefined;
  const quote = quoteAt(text, word.start);
  const style = flowStyle(document, part, node);
  const typed = text.slice(word.start + quote.length, offset);
  const keyed = /^\s*:/.test(text.slice(word.end, word.end + 40));
  const spot = spotOf(node, part.root);
  let at = word.start - 1;
  while (at > node.start && /\s/.test(text.charAt(at))) at--;
  const before = text.charAt(at);
  const base = { range: word, style, quote, typed };
  if (node.type === 'list') {
    const item = { ...spot, item: true };
    const here = node.items.find((each) => each.start === word.start);
    return here === undefined || here.type === 'scalar' ? { ...base, type: 'item', spot: item, keyed } : undefined;
  }
  if (before === ':') {
    const entry = node.entries.findLast(({ key }) => key.end <= at);
    if (entry === undefined) return undefined;
    return {
      ...base,
      type: 'value',
      spot: { map: node, above: undefined, key: entry.key.text, item: false },
      node: entry.value,
    };
  }
  // A comma that is still missing is put in with the key.
  const forgotten = at > node.start && text.slice(at, word.start).includes('\n') && before !== ',';
  if (before !== '{' && before !== ',' && !forgotten) return undefined;
  return { ...base, type: 'key', spot, map: node, keyed };
}

function flowStyle(document: Document, part: Part, node: MapNode | ListNode): Style {
  const { text } = document;
  const line = lineAt(text, node.start);
  const habits = styleOf(document, part);
  const first: Node | Entry | undefined = node.type === 'map' ? node.entries[0] : node.items[0];
  const start = first === undefined ? undefined : 'key' in first ? first.key.start : first.start;
  const own = start === undefined ? text.slice(node.start, node.end).includes('\n') : start > line.end;
  const root = part.root.type === 'map' ? part.root.entries[0]?.key.start : undefined;
  const spread = root !== undefined && root > lineAt(text, part.root.start).end;
  const column = start !== undefined && own ? start - lineAt(text, start).start : line.indent + habits.unit;
  return { ...habits, flow: true, lines: own || (start === undefined && part.format === 'json' && spread), column };
}

/** The word or quoted text around an offset, quotes included. */
function wordAround(text: string, offset: number): Range {
  const line = lineAt(text, offset);
  const before = text.slice(line.start, offset);
  for (const mark of ['"', "'"]) {
    const bare = before.replace(/\\./g, '  ');
    const others = mark === "'" ? bare.replace(/"[^"]*"/g, (each) => ' '.repeat(each.length)) : bare;
    if ((others.split(mark).length - 1) % 2 === 0) continue;
    const start = line.start + others.lastIndexOf(mark);
    const rest = text.slice(offset, line.end);
    const close = new RegExp(`^(?:\\\\.|[^\\\\${mark}])*?${mark}`).exec(rest)?.[0];
    // A quote that is not closed yet must not take in the next text of the line.
    if (close !== undefined && !/[,:]\s*["']$/.test(close)) return { start, end: offset + close.length };
    return { start, end: offset + (/^[^"'\s,}\]]*/.exec(rest)?.[0].length ?? 0) };
  }
  const start = offset - (/[\w.:$-]*$/.exec(before)?.[0].length ?? 0);
  return { start, end: offset + (/^[\w.$-]*/.exec(text.slice(offset, line.end))?.[0].length ?? 0) };
}

function quoteAt(text: string, offset: number): '' | '"' | "'" {
  const character = text.charAt(offset);
  return character === '"' || character === "'" ? character : '';
}
