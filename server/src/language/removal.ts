/** The stretch of text to take out when an entry of a map goes, with its line, comma and line break. */

import type { Fix, Range } from './problem.ts';
import { type Entry, type ListNode, type Node, resolve } from './syntax/node.ts';

/** Undefined where an entry cannot go without leaving something broken: the only one of its map, or one merged in. */
export function removalOf(text: string, { key, value, merged }: Entry): Range | undefined {
  const map = key.parent;
  if (map?.type !== 'map' || merged || map.entries.length < 2 || value.anchor !== undefined) return undefined;
  const at = map.entries.findIndex((entry) => entry.key === key);
  const next = map.entries[at + 1];
  if (map.flow || text.charAt(key.start) === '"') {
    if (next !== undefined) return { start: key.start, end: next.key.start };
    const before = map.entries[at - 1];
    return before === undefined ? undefined : { start: before.value.end, end: value.end };
  }
  const start = text.lastIndexOf('\n', key.start - 1) + 1;
  if (text.slice(start, key.start).trim() !== '') return undefined;
  const last = resolve(value) === value ? value.end : key.end;
  const trimmed = text.slice(key.start, Math.max(last, key.end)).trimEnd().length;
  const newline = text.indexOf('\n', key.start + trimmed - 1);
  const end = newline < 0 ? text.length : newline + 1;
  // Something else on its last line, such as the bracket of a map around it, would go too.
  return next !== undefined && next.key.start < end ? undefined : { start, end };
}

/** The fix that takes an entry out, to be spread into what a rule reports; nothing where it cannot go. */
export function removeFix(text: string, entry: Entry, more: Partial<Fix> = {}): { fixes?: Fix[] } {
  const removal = removalOf(text, entry);
  return removal === undefined
    ? {}
    : { fixes: [{ title: `Remove "${entry.key.text}"`, edits: [{ ...removal, text: '' }], ...more }] };
}

/** The edit that takes an item out of a list; undefined for the only one, and where something else stands on its lines. */
export function itemRemoved(text: string, list: ListNode, item: Node): Fix['edits'] | undefined {
  const at = list.items.indexOf(item);
  const before = list.items[at - 1];
  const next = list.items[at + 1];
  if (at < 0 || list.items.length < 2 || item.anchor !== undefined) return undefined;
  if (list.flow || text.charAt(list.start) === '[')
    return before === undefined
      ? [{ start: item.start, end: next?.start ?? item.end, text: '' }]
      : [{ start: before.end, end: item.end, text: '' }];
  const start = text.lastIndexOf('\n', item.start - 1) + 1;
  if (text.slice(start, item.start).trim() !== '-') return undefined;
  const newline = text.indexOf('\n', item.start + text.slice(item.start, item.end).trimEnd().length);
  return [{ start, end: newline < 0 ? text.length : newline + 1, text: '' }];
}
