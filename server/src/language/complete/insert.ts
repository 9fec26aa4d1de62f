/** Adds entries to a map that is there already: what an item needs beside itself. Plain text, for edits have no holes. */

import type { Fix } from '../problem.ts';
import { lineAt } from '../syntax/lines.ts';
import type { MapNode } from '../syntax/node.ts';
import { type Stub, writeEntries } from './stub.ts';
import type { Style } from './style.ts';

/** `style` is that of the entry that holds the map. */
export function entriesInto(
  map: MapNode,
  entries: readonly (readonly [string, Stub])[],
  style: Style,
  text: string,
): Fix['edits'] {
  const stops = { next: 1, plain: true } as const;
  const inner = { ...style, column: style.column + style.unit };
  const last = map.entries.filter(({ merged }) => !merged).at(-1);
  if (map.flow) {
    if (last === undefined) {
      const broken = style.flow && !style.lines ? ' ' : `${style.end}${' '.repeat(inner.column)}`;
      const written = writeEntries(entries, inner, stops);
      if (!style.flow) return [{ start: map.start, end: map.end, text: `${broken}${written}` }];
      const close = style.lines ? `${style.end}${' '.repeat(style.column)}` : ' ';
      return [{ start: map.start, end: map.end, text: `{${broken}${written}${close}}` }];
    }
    const glue = style.lines ? `,${style.end}${' '.repeat(inner.column)}` : ', ';
    const at = last.value.end;
    return [{ start: at, end: at, text: glue + writeEntries(entries, { ...inner, flow: true }, stops) }];
  }
  const first = map.entries[0];
  if (first === undefined) return [];
  // In front of the first entry nothing has to be known about where the last one ends.
  const at = first.key.start;
  const column = at - lineAt(text, at).start;
  const written = `${writeEntries(entries, { ...inner, column }, stops)}${style.end}${' '.repeat(column)}`;
  return [{ start: at, end: at, text: written }];
}
