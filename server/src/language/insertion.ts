/**
 * The edits that add an entry to a map or an item to a list, written as the text around it is: YAML in blocks, YAML in
 * braces, or JSON; on a line of its own where its neighbours have one.
 *
 * Undefined where the text is written in a way that an edit could spoil, such as inside a quoted text of a template.
 */

import type { Fix } from './problem.ts';
import { type Entry, type ListNode, type MapNode, type Node, resolve } from './syntax/node.ts';

/** What can be put in. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** How a part is written: all of the text it stands in, and its own format. */
export interface Written {
  text: string;
  format: 'yaml' | 'json';
}

/** Adds an entry to a map, behind the given one or at its end. */
export function entryAdded(
  written: Written,
  map: MapNode,
  key: string,
  value: Plain,
  behind = map.entries.findLast(({ merged }) => !merged),
): Fix['edits'] | undefined {
  const { text } = written;
  const inBraces = map.flow || written.format === 'json';
  if (behind === undefined) {
    if (!inBraces || !/^\{\s*\}$/.test(text.slice(map.start, map.end))) return undefined;
    return [{ start: map.start, end: map.end, text: `{ ${inLine(key, written)}: ${inLine(value, written)} }` }];
  }
  if (behind.merged || !isVerbatim(text, behind)) return undefined;
  const column = columnOf(text, behind.key.start);
  if (inBraces) {
    const end = Math.max(behind.key.end, behind.value.end);
    const lead = leadOf(text, behind.key.start);
    const gap = lead === undefined ? ', ' : `,${lineBreak(text)}${lead}`;
    return [{ start: end, end, text: `${gap}${inLine(key, written)}: ${inLine(value, written, lead)}` }];
  }
  const added = `${plainKey(key)}:${inBlock(value, column, lineBreak(text))}`;
  // A key begins its line, or stands behind the dash of an item.
  if (!/^[\s-]*$/.test(text.slice(behind.key.start - column, behind.key.start))) return undefined;
  const end = lineEnd(text, endOf(text, behind));
  return [{ start: end, end, text: `${lineBreak(text)}${' '.repeat(column)}${added}` }];
}

/** Adds an entry at the start of a map that has one already. */
export function entryFirst(written: Written, map: MapNode, key: string, value: Plain): Fix['edits'] | undefined {
  const { text } = written;
  const [first] = map.entries;
  if (first === undefined || first.merged || !isVerbatim(text, first)) return undefined;
  const at = first.key.start;
  const column = columnOf(text, at);
  if (map.flow || written.format === 'json') {
    const lead = leadOf(text, at);
    const gap = lead === undefined ? ' ' : `${lineBreak(text)}${lead}`;
    return [{ start: at, end: at, text: `${inLine(key, written)}: ${inLine(value, written, lead)},${gap}` }];
  }
  if (!/^[\s-]*$/.test(text.slice(at - column, at))) return undefined;
  const added = `${plainKey(key)}:${inBlock(value, column, lineBreak(text))}`;
  return [{ start: at, end: at, text: `${added}${lineBreak(text)}${' '.repeat(column)}` }];
}

/** Adds an item at the end of a list. */
export function itemAdded(written: Written, list: ListNode, value: Plain): Fix['edits'] | undefined {
  const { text } = written;
  const last = list.items.at(-1);
  if (list.flow || written.format === 'json') {
    if (last === undefined) {
      if (!/^\[\s*\]$/.test(text.slice(list.start, list.end))) return undefined;
      return [{ start: list.start, end: list.end, text: `[${inLine(value, written)}]` }];
    }
    const lead = leadOf(text, last.start);
    const gap = lead === undefined ? ', ' : `,${lineBreak(text)}${lead}`;
    return [{ start: last.end, end: last.end, text: `${gap}${inLine(value, written, lead)}` }];
  }
  if (last === undefined) return undefined;
  const dash = /^(\s*)- +$/.exec(text.slice(lineStart(text, last.start), last.start))?.[1];
  if (dash === undefined) return undefined;
  const end = lineEnd(text, trimmed(text, last.start, lastOf(last)));
  return [{ start: end, end, text: `${lineBreak(text)}${dash}-${itemInBlock(value, dash.length, lineBreak(text))}` }];
}

/** A fix of one edit or several, to be spread into what a rule reports; nothing where there are no edits. */
export function fixWith(title: string, edits: Fix['edits'] | undefined, more: Partial<Fix> = {}): { fixes?: Fix[] } {
  return edits === undefined ? {} : { fixes: [{ title, edits, ...more }] };
}

/** True when a key stands in the text as it is, and not as an escape inside another text. */
function isVerbatim(text: string, { key }: Entry): boolean {
  if (key.complex !== undefined) return false;
  const source = text.slice(key.start, key.end);
  return source === key.text || source === `"${key.text}"` || source === `'${key.text}'`;
}

function endOf(text: string, { key, value }: Entry): number {
  return trimmed(text, key.start, Math.max(key.end, value.type === 'alias' ? value.end : lastOf(value)));
}

/** Where a node ends, those inside it included. */
function lastOf(node: Node): number {
  const value = node.type === 'alias' ? undefined : resolve(node);
  if (value?.type === 'map' && !value.flow) {
    const last = value.entries.findLast(({ merged }) => !merged);
    return last === undefined ? node.end : Math.max(last.key.end, lastOf(last.value));
  }
  const last = value?.type === 'list' && !value.flow ? value.items.at(-1) : undefined;
  return last === undefined ? node.end : lastOf(last);
}

function trimmed(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** The end of the line that holds the last character before `at`. */
function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline;
  return text.charAt(end - 1) === '\r' ? end - 1 : end;
}

function columnOf(text: string, at: number): number {
  return at - lineStart(text, at);
}

/** The blanks before something that begins its line; undefined when something else does. */
function leadOf(text: string, at: number): string | undefined {
  const lead = text.slice(lineStart(text, at), at);
  return lead.trim() === '' && lineStart(text, at) > 0 ? lead : undefined;
}

function lineBreak(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** A value on one line; of JSON that has lines of its own, with the lines of what is inside it. */
function inLine(value: Plain, { format, text }: Written, lead?: string): string {
  if (format === 'json') {
    const spread =
      lead !== undefined && typeof value === 'object' && Object.values(value).some((each) => typeof each === 'object');
    if (spread) {
      const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
      return JSON.stringify(value, undefined, unit).replaceAll('\n', `${lineBreak(text)}${lead}`);
    }
    return JSON.stringify(value, undefined, 1)
      .replace(/\n */g, ' ')
      .replace(/\[ | \]/g, (mark) => mark.trim());
  }
  if (Array.isArray(value)) return `[${value.map((each) => inLine(each, { format, text })).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, each]) => `${plainKey(key)}: ${inLine(each, { format, text })}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return scalar(value, true);
}

/** What follows `key:` in a block, from the blank or line break on. */
function inBlock(value: Plain, column: number, eol: string): string {
  if (typeof value !== 'object') return ` ${scalar(value)}`;
  if (Object.keys(value).length === 0) return Array.isArray(value) ? ' []' : ' {}';
  const inner = ' '.repeat(column + 2);
  if (Array.isArray(value)) return value.map((each) => `${eol}${inner}-${itemInBlock(each, column + 2, eol)}`).join('');
  return Object.entries(value)
    .map(([key, each]) => `${eol}${inner}${plainKey(key)}:${inBlock(each, column + 2, eol)}`)
    .join('');
}

/** What follows the dash of an item. */
function itemInBlock(value: Plain, column: number, eol: string): string {
  if (typeof value !== 'object' || Object.keys(value).length === 0) return inBlock(value, column, eol);
  // The first key stands behind the dash, where the others have their blanks.
  return inBlock(value, column, eol).replace(`${eol}${' '.repeat(column + 2)}`, ' ');
}

function plainKey(key: string): string {
  return /^[\w.-]+$/.test(key) ? key : JSON.stringify(key);
}

/** A value as YAML reads it back, without quotes where it needs none. */
function scalar(value: string | number | boolean, flow = false): string {
  if (typeof value !== 'string') return String(value);
  const reserved = /^(?:true|false|null|yes|no|on|off)$/i.test(value) || /: |:$| $| #/.test(value);
  if (!reserved && (flow ? /^[A-Za-z_$][\w.$/-]*$/ : /^[A-Za-z_$][\w.$/:,() -]*$/).test(value)) return value;
  // A pattern is easier to read where a backslash is only that.
  return /[\\"]|^\^/.test(value) && !/['\n]/.test(value) ? `'${value}'` : JSON.stringify(value);
}
