/** Whether two texts say the same: the same values in the same order, written alike, with the same comments. */

import { commentsOf } from '../syntax/comments.ts';
import { readText } from '../syntax/index.ts';
import type { Entry, Node } from '../syntax/node.ts';

/** True when two texts differ in white space alone. */
export function sameMeaning(source: string, text: string, format: 'yaml' | 'json'): boolean {
  const before = readText(source, format);
  const after = readText(text, format);
  if (after.damage.length > 0 || after.faults.length !== before.faults.length) return false;
  if (before.roots.length !== after.roots.length) return false;
  if (!before.roots.every((root, i) => same(root, after.roots[i]))) return false;
  if (format === 'json') return true;
  const [old, now] = [commentsOf(source, before.roots), commentsOf(text, after.roots)];
  return old.length === now.length && old.every((comment, i) => comment.text === now[i]?.text);
}

function same(a: Node, b: Node | undefined): boolean {
  if (b === undefined || a.type !== b.type || a.tag !== b.tag || a.anchor !== b.anchor) return false;
  if (a.type === 'alias') return b.type === 'alias' && a.name === b.name;
  if (a.type === 'scalar')
    return b.type === 'scalar' && a.text === b.text && a.style === b.style && a.missing === b.missing;
  if (a.type === 'list') {
    if (b.type !== 'list' || a.flow !== b.flow) return false;
    return a.items.length === b.items.length && a.items.every((item, i) => same(item, b.items[i]));
  }
  if (b.type !== 'map' || a.flow !== b.flow) return false;
  return sameEntries(written(a.entries), written(b.entries)) && sameEntries(a.merges ?? [], b.merges ?? []);
}

/** What a merge brings in is compared where it is written. */
function written(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(({ merged }) => !merged);
}

function sameEntries(a: readonly Entry[], b: readonly Entry[]): boolean {
  if (a.length !== b.length) return false;
  return a.every(({ key, value }, i) => same(key, b[i]?.key) && same(value, b[i]?.value));
}
