/**
 * Text to nodes, for YAML and JSON alike; never throws and always ends.
 *
 * A sound text costs one parse and one walk. Only a broken one is looked at again: JSON by a parser that forgives,
 * YAML by mending it line by line (`repair.ts`).
 */

import type { Problem, Range } from '../problem.ts';
import { sourceOf } from './edits.ts';
import { isStrictJson, readBrokenJson } from './json.ts';
import type { Entry, Node } from './node.ts';
import { repair } from './repair.ts';
import { attempt, build } from './yaml.ts';

export interface Syntax {
  roots: Node[];
  faults: Problem[];
  damage: Range[];
}

/** Reads a text. A byte order mark at its start belongs to the text and is passed over. */
export function readText(text: string, format: 'yaml' | 'json'): Syntax {
  if (format === 'json') {
    const body = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
    if (!isStrictJson(body)) {
      const { root, faults, damage } = readBrokenJson(body);
      return { roots: root === undefined ? [] : [root], faults, damage };
    }
  }
  const first = attempt(text);
  if ('events' in first) {
    const tree = build(text, first.events);
    return { roots: tree.roots, faults: tree.faults, damage: [] };
  }
  // From here on lines end with a line feed; a carriage return alone is the old way to end one.
  const { mended, events, faults, damage } = repair(text.replace(/\r(?!\n)/g, '\n'), first);
  const tree = build(mended.text, events);
  const seen = new Set<Node>();
  const back = (offset: number): number => sourceOf(mended, offset);
  for (const root of tree.roots) relocate(root, back, seen);
  const later = tree.faults.map((each) => ({ ...each, start: back(each.start), end: back(each.end) }));
  return { roots: tree.roots, faults: [...faults, ...later], damage };
}

/** Turns the offsets of a tree of mended text into offsets of the source. */
function relocate(node: Node, back: (offset: number) => number, seen: Set<Node>): void {
  if (seen.has(node)) return;
  seen.add(node);
  const { start } = node;
  if (node.type === 'scalar') {
    const places = node.places ?? [0, start + (node.style === 'single' || node.style === 'double' ? 1 : 0)];
    node.places = places.map((value, i) => (i % 2 === 0 ? value : back(value)));
  }
  node.start = back(start);
  node.end = Math.max(node.start, back(node.end));
  if (node.type === 'map') for (const entry of node.entries) relocateEntry(entry, back, seen);
  else if (node.type === 'list') for (const item of node.items) relocate(item, back, seen);
}

function relocateEntry(entry: Entry, back: (offset: number) => number, seen: Set<Node>): void {
  relocate(entry.key, back, seen);
  relocate(entry.value, back, seen);
}
