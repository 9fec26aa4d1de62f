/** Whole documents, for a text that holds none yet. */

import type { Completion } from '../complete.ts';
import type { Document } from '../document.ts';
import type { KindId } from '../kinds/index.ts';
import { lineAt } from '../syntax/lines.ts';
import { skeletons } from './skeletons.ts';
import { inBrackets, writeEntries } from './stub.ts';
import type { Style } from './style.ts';

/** Offered where a text holds no more than what is being typed; a door asks only where it was told that one is wanted. */
export function startItems({ text, format }: Document, offset: number, kind?: KindId): Completion[] {
  const line = lineAt(text, offset);
  const others = text.slice(0, line.start) + text.slice(line.end);
  const typed = text.slice(line.start, line.end);
  const json = format === 'json';
  // Comments and the marks of a YAML document may stand above, the brackets of an empty map around.
  if (json ? !/^[\s{}]*"?\w*"?[\s{}]*$/.test(text) : !/^(?:\s|#.*|---)*$/.test(others) || !/^["'\w.: -]*$/.test(typed))
    return [];
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const style: Style = { json, flow: json, lines: true, column: 0, unit: 2, dash: 2, end };
  const start = json ? text.length - text.trimStart().length : line.start;
  const range = { start, end: json ? text.trimEnd().length : line.end };
  // An editor takes an item whose range is within one line; brackets on other lines are taken away beside it.
  const within = { start: Math.max(range.start, line.start), end: Math.max(offset, Math.min(range.end, line.end)) };
  const also = [
    { start: range.start, end: within.start, text: '' },
    { start: within.end, end: Math.max(range.end, within.end), text: '' },
  ].filter((edit) => edit.end > edit.start);
  return skeletons
    .filter((skeleton) => (kind === undefined ? skeleton.kind !== 'run' : skeleton.kind === kind))
    .map(({ label, detail, entries }, index): Completion => {
      const stops = { next: 1 };
      const insert = json
        ? `${inBrackets({ type: 'map', entries }, style, stops)}`
        : `${writeEntries(entries, style, stops)}${line.end < text.length ? '' : end}`;
      const item: Completion = {
        label,
        kind: 'snippet',
        detail,
        range: within,
        insert,
        snippet: true,
        filter: `${text.slice(within.start, offset)} schemaVersion ${label}`,
        sort: String(index).padStart(2, '0'),
      };
      return also.length === 0 ? item : { ...item, also };
    });
}
