/**
 * Accepting a completion, as an editor does it. Importing this file does nothing.
 */

import assert from 'node:assert/strict';
import type { Completion } from '../server/src/language/index.ts';
import { complete, type Lookups, parse } from '../server/src/language/index.ts';
import { mark } from './helpers.ts';

export interface Accepted {
  text: string;
  /** What the item wrote. */
  range: { start: number; end: number };
  /** Where something is still to be typed. */
  holes: number[];
}

const stop = /\\([\\$}])|\$(\d+)|\$\{\d+\|((?:\\.|[^|])*)\|\}|\$\{\d+:((?:\\.|[^\\}])*)\}/g;

/** The text with an item accepted: choices take their first value, holes stay empty. */
export function accept(text: string, item: Completion): Accepted {
  const holes: number[] = [];
  let plain = '';
  let at = 0;
  if (item.snippet)
    for (const found of item.insert.matchAll(stop)) {
      plain += item.insert.slice(at, found.index);
      at = found.index + found[0].length;
      const [, escaped, hole, choices, fallback] = found;
      if (escaped !== undefined) plain += escaped;
      else if (hole !== undefined) holes.push(plain.length);
      else plain += unescaped(choices === undefined ? (fallback ?? '') : (/^(?:\\.|[^,\\])*/.exec(choices)?.[0] ?? ''));
    }
  plain += item.insert.slice(at);
  const edits = [...(item.also ?? []), { ...item.range, text: plain }].sort(
    (a, b) => b.start - a.start || b.end - a.end,
  );
  let result = text;
  for (const edit of edits) result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  const before = (item.also ?? []).filter(({ end }) => end <= item.range.start);
  const start = item.range.start + before.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
  return { text: result, range: { start, end: start + plain.length }, holes: holes.map((hole) => start + hole) };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

/** The labels at the cursor `<|>` of a text, in the order an editor shows them, and the text after accepting one. */
export function completionsAt(
  marked: string,
  format: 'yaml' | 'json' = 'yaml',
  lookups: Lookups = {},
): { labels: string[]; items: Completion[]; accept(label: string): string } {
  const { text, cursors } = mark(marked);
  const [offset = text.length] = cursors;
  const items = complete(parse(text, { format }), offset, lookups).sort((a, b) => (a.sort < b.sort ? -1 : 1));
  return {
    labels: items.map(({ label }) => label),
    items,
    accept(label) {
      const item = items.find((each) => each.label === label);
      assert.ok(item, `${label} is not offered; there are ${items.map((each) => each.label).join(', ')}`);
      return accept(text, item).text;
    },
  };
}
