/**
 * Reads the smallest pieces of a Guard policy: blanks and comments, names, quoted texts, regular expressions, numbers.
 *
 * One scanner is one pass over one text; the parser moves it. It never moves back and never throws.
 */

import type { Range } from '../problem.ts';
import type { Fault, Literal, Word } from './tree.ts';

/** More faults than this say nothing new about a text that is no Guard. */
const mostFaults = 25;

export interface Scanner {
  readonly text: string;
  at: number;
  readonly faults: Fault[];
  readonly comments: Range[];
}

export function scanner(text: string): Scanner {
  return { text, at: 0, faults: [], comments: [] };
}

export function fault(scan: Scanner, place: Range, message: string, replacement?: string): undefined {
  if (scan.faults.length < mostFaults)
    scan.faults.push({
      start: place.start,
      end: place.end,
      message,
      ...(replacement === undefined ? {} : { replacement }),
    });
  return undefined;
}

/** Moves over blanks, line breaks and comments. */
export function skipBlanks(scan: Scanner): void {
  for (;;) {
    const blanks = match(scan, /[\s\u00a0\ufeff]+/y);
    if (blanks !== undefined) scan.at += blanks.length;
    if (scan.text[scan.at] !== '#') return;
    const start = scan.at;
    scan.at = lineEnd(scan.text, start);
    scan.comments.push({ start, end: scan.at });
  }
}

/** What a sticky pattern matches at the scanner, which does not move. */
export function match({ text, at }: Scanner, pattern: RegExp): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Moves over a text that stands at the scanner. */
export function take(scan: Scanner, wanted: string): boolean {
  if (!scan.text.startsWith(wanted, scan.at)) return false;
  scan.at += wanted.length;
  return true;
}

/** The word at the scanner; it does not move. */
export function peekWord(scan: Scanner): string | undefined {
  return match(scan, /[A-Za-z_][A-Za-z0-9_]*/y);
}

export function takeWord(scan: Scanner): Word | undefined {
  const text = peekWord(scan);
  if (text === undefined) return undefined;
  const start = scan.at;
  scan.at += text.length;
  return { text, start, end: scan.at };
}

/** Moves over one of some words, in lower or upper case. */
export function takeKeyword(scan: Scanner, word: string): boolean {
  const found = peekWord(scan);
  if (found !== word && found !== word.toUpperCase()) return false;
  scan.at += word.length;
  return true;
}

/** A text in single or double quotes, up to the next quote without a backslash; one that is never closed ends with its line. */
export function takeString(scan: Scanner): (Literal & { type: 'string' }) | undefined {
  const start = scan.at;
  const quote = scan.text[start];
  if (quote !== '"' && quote !== "'") return undefined;
  const body = match(scan, quote === '"' ? /"(?:[^"]|(?<=\\)")*(?<!\\)"/y : /'(?:[^']|(?<=\\)')*(?<!\\)'/y);
  if (body === undefined) {
    scan.at = lineEnd(scan.text, start);
    fault(scan, { start, end: scan.at }, `The text is not closed: ${quote} is missing`);
    return { type: 'string', text: scan.text.slice(start + 1, scan.at), start, end: scan.at };
  }
  scan.at += body.length;
  const text = body.slice(1, -1).replace(/\\(["'])/g, '$1');
  return { type: 'string', text, start, end: scan.at };
}

/** `/…/`, in which a slash is written `\/`. */
export function takeRegex(scan: Scanner): Literal | undefined {
  const start = scan.at;
  if (scan.text[start] !== '/') return undefined;
  const body = match(scan, /\/(?:[^/\n]|(?<=\\)\/)*(?<!\\)\//y);
  if (body === undefined) {
    scan.at = lineEnd(scan.text, start);
    fault(scan, { start, end: scan.at }, 'The regular expression is not closed: / is missing');
  } else scan.at += body.length;
  return { type: 'regex', start, end: scan.at };
}

/** The message behind a clause, `<<…>>`, which may have several lines. */
export function takeMessage(scan: Scanner): Range | undefined {
  const start = scan.at;
  if (!take(scan, '<<')) return undefined;
  const end = scan.text.indexOf('>>', scan.at);
  if (end < 0) {
    scan.at = lineEnd(scan.text, start);
    fault(scan, { start, end: scan.at }, 'The message is not closed: ">>" is missing');
  } else scan.at = end + 2;
  return { start, end: scan.at };
}

/** The stretch at the scanner that a person takes for one thing, for a message about it. */
export function thingAt(scan: Scanner): Range {
  const thing = match(scan, /"[^"\n]*"|'[^'\n]*'|[\w%:.]+|[^\s\w]{1,2}/y) ?? '';
  if (thing !== '') return { start: scan.at, end: scan.at + thing.length };
  // At the end of the text the last word is what something is missing behind.
  const end = scan.text.trimEnd().length;
  return { start: Math.max(0, end - 1), end };
}

/** A thing as a message names it. */
export function named({ text, at }: Scanner, { start, end }: Range): string {
  return start < at || start === end ? 'the end' : `"${text.slice(start, end)}"`;
}

export function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  const end = at < 0 ? text.length : at;
  return text[end - 1] === '\r' && end > from ? end - 1 : end;
}

/** True when a line break lies between two offsets. */
export function breaksBetween(text: string, from: number, to: number): boolean {
  return text.slice(from, to).includes('\n');
}
