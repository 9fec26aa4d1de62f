/** The edit that puts an entry into a map, behind another one, written as the map is. */

import type { Document } from '../document.ts';
import type { Fix } from '../problem.ts';
import type { Entry, MapNode } from '../syntax/node.ts';

/** Undefined where the map is written in a way that an edit could spoil. */
export function insertAfter(
  { text, format }: Document,
  map: MapNode,
  entry: Entry,
  key: string,
  value: string,
): Fix['edits'] | undefined {
  const { key: before, value: behind } = entry;
  if (behind.type === 'alias' || behind.start < before.end || behind.end < behind.start) return undefined;
  if (format === 'json' || map.flow) {
    const quoted = format === 'json' ? `"${key}": "${value}"` : `${key}: "${value}"`;
    const line = text.lastIndexOf('\n', before.start - 1);
    const lead = text.slice(line + 1, before.start);
    const gap = line >= 0 && lead.trim() === '' ? `,\n${lead}` : ', ';
    return [{ start: behind.end, end: behind.end, text: `${gap}${quoted}` }];
  }
  if (behind.type !== 'scalar' || behind.style === 'literal' || behind.style === 'folded') return undefined;
  const column = before.start - (text.lastIndexOf('\n', before.start - 1) + 1);
  const stop = text.indexOf('\n', behind.end);
  const at = stop < 0 ? text.length : stop;
  return [{ start: at, end: at, text: `\n${' '.repeat(column)}${key}: ${/^\w+$/.test(value) ? value : `'${value}'`}` }];
}
