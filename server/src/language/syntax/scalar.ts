/**
 * Decodes scalars and remembers where each decoded character stands in the source.
 *
 * js-yaml decodes too (`getScalarValue`), but forgets the places; an expression inside a folded script or an escaped JSON
 * text must still be underlined exactly where it was typed. A test holds both decoders equal on every kind of scalar.
 */

import type { ScalarNode } from './node.ts';

/**
 * A decoded text. `places` is undefined where decoded and source text run in step; otherwise pairs
 * (index in the decoded text, offset in the source), ascending: between two pairs both run in step.
 */
export interface Decoded {
  text: string;
  places: number[] | undefined;
}

const simpleEscapes: Record<string, string> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const hexLengths: Record<string, number> = { x: 2, u: 4, U: 8 };

const isBreak = (code: number): boolean => code === 10 || code === 13;

/** Collects stretches of source and made-up text, and the places where they start. */
export class Writer {
  text = '';
  readonly places: number[] = [];
  private readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  copy(start: number, end: number): void {
    if (end <= start) return;
    this.places.push(this.text.length, start);
    this.text += this.source.slice(start, end);
  }
  /** Text that stands for the source at `at`, such as the line feed of a folded break. */
  insert(text: string, at: number): void {
    if (text === '') return;
    this.places.push(this.text.length, at);
    this.text += text;
  }
}

/** Reads a run of line breaks and blanks; returns where it ends and how many breaks it has. */
function skipBreaks(source: string, from: number, end: number): { at: number; breaks: number } {
  let at = from;
  let breaks = 0;
  for (; at < end; at++) {
    const code = source.charCodeAt(at);
    if (code === 10) breaks++;
    else if (code === 13) {
      breaks++;
      if (source.charCodeAt(at + 1) === 10) at++;
    } else if (code !== 32 && code !== 9) break;
  }
  return { at, breaks };
}

/** Decodes a plain or quoted scalar from `start` to `end`, quotes not included. */
export function decodeFlow(source: string, start: number, end: number, style: 'plain' | 'single' | 'double'): Decoded {
  const out = new Writer(source);
  let at = start;
  let copied = start;
  // Blanks before a line break are dropped, so the copy stops at the last other character.
  let solid = start;
  while (at < end) {
    const code = source.charCodeAt(at);
    if (isBreak(code)) {
      out.copy(copied, solid);
      const fold = skipBreaks(source, at, end);
      out.insert(fold.breaks === 1 ? ' ' : '\n'.repeat(fold.breaks - 1), at);
      at = copied = solid = fold.at;
    } else if (style === 'single' && code === 39) {
      out.copy(copied, at);
      out.insert("'", at);
      at += 2;
      copied = solid = at;
    } else if (style === 'double' && code === 92) {
      out.copy(copied, at);
      at = copied = solid = decodeEscape(source, at, end, out);
    } else {
      at++;
      if (code !== 32 && code !== 9) solid = at;
    }
  }
  out.copy(copied, style === 'plain' ? solid : end);
  return { text: out.text, places: out.places };
}

function decodeEscape(source: string, at: number, end: number, out: Writer): number {
  const escaped = source.charAt(at + 1);
  if (isBreak(escaped.charCodeAt(0))) return skipBreaks(source, at + 1, end).at;
  const length = hexLengths[escaped];
  if (length === undefined) {
    out.insert(simpleEscapes[escaped] ?? escaped, at);
    return at + 2;
  }
  const code = Number.parseInt(source.slice(at + 2, at + 2 + length), 16);
  out.insert(code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd', at);
  return at + 2 + length;
}

/**
 * Decodes a `|` or `>` scalar: its content from `start` to `end`, each line less `indent` blanks (negative: no line has
 * content).
 */
export function decodeBlock(
  source: string,
  start: number,
  end: number,
  indent: number,
  chomping: 'clip' | 'strip' | 'keep',
  folded: boolean,
): Decoded {
  const out = new Writer(source);
  let begun = false;
  let blank = 0;
  let moreIndented = false;
  let at = start;
  let lastBreak = start;
  const returns = source.slice(start, end).includes('\r');
  while (at < end) {
    let stop = source.indexOf('\n', at);
    if (stop < 0 || stop > end) stop = end;
    let next = Math.min(stop + 1, end);
    if (returns) {
      // A line ends with a carriage return, too, alone or before its line feed.
      const cut = source.slice(at, stop).indexOf('\r');
      if (cut >= 0) stop = at + cut;
      if (cut >= 0) next = source.charCodeAt(stop + 1) === 10 ? stop + 2 : stop + 1;
    }
    let column = at;
    while (column < stop && column - at < indent && source.charCodeAt(column) === 32) column++;
    if (indent < 0 || column >= stop) blank++;
    else {
      const first = source.charCodeAt(column);
      const deeper = first === 32 || first === 9;
      let breaks = begun ? 1 + blank : blank;
      if (folded && !deeper && begun && !moreIndented) breaks = blank;
      if (folded && !deeper && moreIndented) breaks = blank + 1;
      const gap = folded && !deeper && !moreIndented && blank === 0 && begun ? ' ' : '\n'.repeat(breaks);
      moreIndented = folded && deeper;
      out.insert(gap, lastBreak);
      out.copy(column, stop);
      begun = true;
      blank = 0;
      lastBreak = stop;
    }
    at = next;
  }
  if (chomping === 'keep') out.insert('\n'.repeat(begun ? 1 + blank : blank), lastBreak);
  else if (chomping === 'clip' && begun) out.insert('\n', lastBreak);
  return { text: out.text, places: out.places };
}

/** The source offset of the character at `index` of a scalar's decoded text; the end of its content for one past it. */
export function sourceOffset(node: ScalarNode, index: number): number {
  const places = node.places;
  if (places === undefined) {
    const quote = node.style === 'single' || node.style === 'double' ? 1 : 0;
    return Math.min(node.start + quote + index, Math.max(node.start, node.end - quote));
  }
  let low = 0;
  let high = places.length / 2 - 1;
  if (high < 0) return node.start;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((places[middle * 2] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  const offset = (places[low * 2 + 1] ?? node.start) + index - (places[low * 2] ?? 0);
  return Math.min(Math.max(offset, node.start), node.end);
}

/** The index into the decoded text of a scalar that stands at a source offset; the nearest one before it. */
export function textIndex(node: ScalarNode, offset: number): number {
  const places = node.places;
  if (places === undefined) {
    const quote = node.style === 'single' || node.style === 'double' ? 1 : 0;
    return Math.min(Math.max(offset - node.start - quote, 0), node.text.length);
  }
  let index = 0;
  for (let i = 0; i < places.length; i += 2) {
    const from = places[i] ?? 0;
    const at = places[i + 1] ?? 0;
    if (at > offset) break;
    const limit = places[i + 2] ?? node.text.length;
    index = Math.min(from + offset - at, limit);
  }
  return index;
}
