/** List items whose dash was forgotten: their keys fall to the item above, or make a map of the list. */

import type { Problem } from '../problem.ts';
import type { Candidate } from './candidates.ts';
import { type Line, solidLineBefore, trimmedEnd } from './lines.ts';
import type { MapNode } from './node.ts';

/** Where the keys of an item begin anew; undefined when they do not. One key that stands twice is only that. */
export function secondItem({ entries, flow, parent }: MapNode): number | undefined {
  const [first] = entries;
  if (flow || first === undefined || parent?.type !== 'list') return undefined;
  const at = entries.findIndex(({ key }, index) => index > 1 && key.text === first.key.text);
  if (at < 0) return undefined;
  const before = new Set(entries.slice(0, at).map(({ key }) => key.text));
  return entries.slice(at).filter(({ key }) => before.has(key.text)).length > 1 ? at : undefined;
}

/** Cuts the second item off the first. */
export function cutItem(item: MapNode, at: number): MapNode {
  const entries = item.entries.splice(at);
  const start = entries[0]?.key.start ?? item.end;
  const second: MapNode = { type: 'map', start, end: item.end, parent: item.parent, entries, flow: false };
  for (const { key, value } of entries) key.parent = value.parent = second;
  item.end = item.entries.at(-1)?.value.end ?? item.end;
  return second;
}

/** The problem of the key that a second item begins with. */
export function missingDash(text: string, { entries }: MapNode, at: number): Problem {
  const { start = 0, end = 0, text: name = '' } = entries[at]?.key ?? {};
  const blank = text.slice(start - 2, start) === '  ';
  return {
    rule: 'duplicate-key',
    severity: 'warning',
    message: `The key "${name}" stands twice in this item; a "-" before it begins the next one`,
    start,
    end,
    ...(blank && { fixes: [{ title: 'Put a "-" before it', edits: [{ start: start - 2, end: start, text: '- ' }] }] }),
  };
}

function firstKey(text: string, line: Line): string | undefined {
  return /^[ \t]*(?:- +)?([\w-]+):/.exec(text.slice(line.start, line.end))?.[1];
}

/** The first item of a list without its dash: the next one, at `line`, then fits no list. */
export function firstDash(text: string, line: Line): Candidate | undefined {
  if (!/^[ \t]*-(?: |$)/.test(text.slice(line.start, line.end))) return undefined;
  let first: Line | undefined;
  for (let above = solidLineBefore(text, line); above !== undefined; above = solidLineBefore(text, above)) {
    const opens = text.slice(above.start, above.end).trimEnd().endsWith(':');
    if (above.indent <= line.indent && (!opens || above.indent < line.indent - 4)) return undefined;
    if (above.indent <= line.indent) break;
    first = above;
  }
  if (first === undefined || first.indent !== line.indent + 2) return undefined;
  const start = first.start + first.indent;
  // Items of a list begin alike.
  if (firstKey(text, first) !== firstKey(text, line)) return undefined;
  return {
    edits: [{ start: start - 2, end: start, text: '- ' }],
    message: 'A "-" is missing before this: what follows are items of a list',
    place: { start, end: trimmedEnd(text, first) },
    damage: { start: first.start, end: first.end },
    title: 'Put a "-" before it',
  };
}
