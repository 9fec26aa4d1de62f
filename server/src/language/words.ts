/** Words and places that the messages of the shape check are made of. */

import { rangeIn } from './expressions.ts';
import { listed, nearest } from './nearest.ts';
import type { Fix, Range } from './problem.ts';
import { type Entry, entryOf, type MapNode, type Node, type ScalarNode } from './syntax/node.ts';

export function nameOf(entry: Entry | undefined): string {
  return entry === undefined ? 'this item' : `"${entry.key.text}"`;
}

export function whereOf(entry: Entry | undefined): string {
  return entry === undefined ? '' : ` in "${entry.key.text}"`;
}

/** Where to report on a whole value: at its key, which is short, rather than at all of its lines. */
export function placeOf(node: Node, entry: Entry | undefined): Range {
  return entry?.key ?? { start: node.start, end: Math.min(node.end, node.start + 1) };
}

/** Where to report on a value: of a block of lines at the mark that begins it, rather than at all of its lines. */
export function blockMark(place: Range | ScalarNode): Range {
  const block = 'style' in place && (place.style === 'literal' || place.style === 'folded');
  return block ? { start: place.start, end: Math.min(place.end, place.start + 1) } : place;
}

/** Where to report what a map lacks: the key it belongs to, or its own first key. */
export function headOf(node: MapNode, entry: Entry | undefined): Range {
  const name = entryOf(node, 'name')?.value ?? node.entries[0]?.key;
  return (
    entry?.key ??
    (name?.type === 'scalar' && !name.missing
      ? name
      : (node.entries[0]?.key ?? { start: node.start, end: Math.max(node.end, node.start) }))
  );
}

export function typeNames(types: readonly string[]): string {
  const names: Record<string, string> = {
    string: 'text',
    integer: 'a whole number',
    boolean: 'true or false',
    object: 'a map',
    array: 'a list',
  };
  return types.map((type) => names[type] ?? type).join(' or ');
}

export function describe(node: ScalarNode): string {
  if (typeof node.value === 'number') return 'a number';
  if (typeof node.value === 'boolean') return 'true or false';
  return `the text "${shorten(node.text)}"`;
}

export function shorten(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 60 || line.length < text.length ? `${line.slice(0, 57)}…` : line;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function itemCount(count: number): string {
  return count === 1 ? 'one item' : `${count} items`;
}

export function quotedAll(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}

export function replaceFix(node: ScalarNode, text: string | undefined): Fix[] | undefined {
  if (text === undefined) return undefined;
  // What is inside the quotes, wherever those stand: the document may itself be a text inside another one.
  return [{ title: `Change to "${text}"`, edits: [{ ...rangeIn(node, 0, node.text.length), text }] }];
}

/** The same, to be spread into what a rule reports. */
export function replaceWith(node: ScalarNode, text: string | undefined, more: Partial<Fix> = {}): { fixes?: Fix[] } {
  const fixes = replaceFix(node, text)?.map((fix) => ({ ...fix, ...more }));
  return fixes === undefined ? {} : { fixes };
}

const versionKeys = new Set(['assumeRole', 'outputs', 'files', 'variables', 'runtimeConfig', 'mainSteps']);

/** True for a top-level key that only some schema versions have: the rule wrong-schema-key says which. */
export function isVersionKey(key: string): boolean {
  return versionKeys.has(key);
}

/** The fix that puts the nearest name in a place, where there is one; to be spread into what a rule reports. */
export function changeFix({ start, end }: Range, text: string | undefined): { fixes?: Fix[] } {
  return text === undefined ? {} : { fixes: [{ title: `Change to "${text}"`, edits: [{ start, end, text }] }] };
}

/** The fix that gives the second of two things of one name a name of its own, which is then taken too; to be spread into what a rule reports. */
export function renamed(node: ScalarNode, name: string, taken: Set<string>): { fixes?: Fix[] } {
  const stem = name.replace(/\d+$/, '');
  let number = 2;
  while (taken.has(`${stem}${number}`)) number++;
  taken.add(`${stem}${number}`);
  return replaceWith(node, `${stem}${number}`);
}

/** Names of which one is needed: all of a few, the first of many. */
export function several(names: readonly string[]): string {
  if (names.length <= 8) return listed(names);
  const first = names.slice(0, 3).map((name) => `"${name}"`);
  return `${first.join(', ')} or ${names.length - first.length} others`;
}

/** A sentence of the schemas, which are Markdown, as the plain text of a message. */
export function inWords(markdown: string): string;
export function inWords(markdown: string | undefined): string | undefined;
export function inWords(markdown: string | undefined): string | undefined {
  return markdown?.replaceAll('`', '"');
}

/** True when a map has neither a key nor one that was meant to be it, which is already told as unknown. */
export function isMissing(map: MapNode, key: string): boolean {
  return map.entries.every(({ key: { text } }) => text !== key && nearest(text, [key]) === undefined);
}

/** A JSON text within a scalar that holds JSON, with its quotes written as that scalar needs them. */
export function quotedIn(outer: Node | undefined, text: string): string {
  const json = JSON.stringify(text);
  if (outer?.type !== 'scalar') return json;
  if (outer.style === 'double') return JSON.stringify(json).slice(1, -1);
  return outer.style === 'single' ? json.replaceAll("'", "''") : json;
}
