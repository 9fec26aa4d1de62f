/**
 * Text to nodes, for YAML and JSON alike; never throws and always ends.
 *
 * A sound text costs one parse and one walk. Only a broken one is looked at again: JSON by a reader that forgives
 * (`json.ts`), YAML by mending it line by line (`repair.ts`).
 */

import { jsonIn } from '../jsonText.ts';
import type { Problem, Range } from '../problem.ts';
import { sourceOf } from './edits.ts';
import { readBrokenJson } from './json.ts';
import type { Node } from './node.ts';
import { relocateTree } from './relocate.ts';
import { repair } from './repair.ts';
import { readSoundJson } from './soundJson.ts';
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
    if (jsonIn(body) === undefined) {
      const { root, faults, damage } = readBrokenJson(body);
      return { roots: root === undefined ? [] : [root], faults, damage };
    }
    const sound = readSoundJson(body);
    if (sound !== undefined) return { roots: [sound.root], faults: sound.faults, damage: [] };
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
  for (const root of tree.roots) relocateTree(root, back, seen);
  const moved = <T extends Range>(each: T): T => ({ ...each, start: back(each.start), end: back(each.end) });
  const later = tree.faults.map((each) =>
    each.related === undefined ? moved(each) : { ...moved(each), related: each.related.map(moved) },
  );
  return { roots: tree.roots, faults: [...faults, ...later], damage };
}
