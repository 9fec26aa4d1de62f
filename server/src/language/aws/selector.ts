/**
 * Reads a `Selector`: the JSONPath of Automation, which knows children, deep scans, elements and filters of one comparison.
 *
 * Reading never fails. What the service refuses for certain is a grave fault; what the guide does not list, and public
 * documents or the library behind it may still use, is a lesser one. A `{{ reference }}` may stand for any part.
 */

import { expressionsIn } from '../expressions.ts';
import type { Range } from '../problem.ts';

/** One part of a path; offsets are those of the selector's text, with the `.` or `[` in front left out for names. */
export type Segment = Range & { deep: boolean } & (
    | { kind: 'child'; name: string }
    /** One element of a list; a negative index counts from the end. */
    | { kind: 'index'; index: number }
    /** Some elements of a list: those that a filter lets through, those of a slice, or all. */
    | { kind: 'elements'; filter?: Filter | 'unread'; slice?: readonly [number | undefined, number | undefined] }
    /** What only the run knows, or what we do not read. */
    | { kind: 'unknown' }
  );

/** `@.path operator value`; without an operator the path has to be there. */
export interface Filter {
  path: readonly Segment[];
  operator?: '==' | '!=' | '<' | '<=' | '>' | '>=';
  value?: string | number | boolean | null;
}

export interface SelectorFault extends Range {
  /** True where the service is known to refuse it. */
  grave: boolean;
  message: string;
  /** The whole selector as it should be. */
  fix?: string;
}

export interface Selector {
  segments: Segment[];
  faults: SelectorFault[];
  /** True when `$` stands in front, as documented. */
  rooted: boolean;
}

/** Stands for each character of a reference; no selector holds it. */
const hole = '\u0001';

/** Reads the text of a selector. */
export function readSelector(text: string): Selector {
  return new Reader(text).read();
}

class Reader {
  private readonly text: string;
  private at = 0;
  private readonly end: number;
  private readonly result: Selector = { segments: [], faults: [], rooted: true };

  constructor(source: string) {
    let text = source;
    for (const { start, end } of expressionsIn(source))
      text = text.slice(0, start) + hole.repeat(end - start) + text.slice(end);
    this.text = text;
    this.end = text.trimEnd().length;
  }

  read(): Selector {
    const { result } = this;
    this.at = this.text.length - this.text.trimStart().length;
    if (this.at >= this.end) {
      this.fault(0, this.text.length, 'A selector cannot be empty; "$" selects all of the answer');
      return result;
    }
    if (this.text.startsWith('$', this.at)) {
      this.at++;
      if (/[\w-]/.test(this.peek())) {
        const start = this.at;
        const fix = this.wholeWith(`${this.text.slice(0, start)}.${this.text.slice(start)}`);
        this.fault(start - 1, start, 'A "." or "[" follows the "$"', fix);
        this.name(start, false);
      }
    } else if (this.peek() === hole) {
      this.add({ kind: 'unknown', start: this.at, end: this.end, deep: false });
      this.at = this.end;
    } else {
      result.rooted = false;
      if (this.peek() !== '[' && this.peek() !== '.') this.name(this.at, false);
    }
    while (this.at < this.end && this.segment());
    return result;
  }

  /** Reads one segment; false when nothing behind it can be read. */
  private segment(): boolean {
    const start = this.at;
    if (this.text.startsWith('..', start)) {
      this.at += 2;
      if (this.peek() === '[') return this.bracket(true);
      return this.name(this.at, true);
    }
    if (this.peek() === '.') {
      this.at++;
      // Jayway reads ".[" as "[".
      if (this.peek() === '[') return this.bracket(false);
      return this.name(this.at, false);
    }
    if (this.peek() === '[') return this.bracket(false);
    if (this.peek() === hole) {
      this.add({ kind: 'unknown', start, end: this.end, deep: false });
      this.at = this.end;
      return false;
    }
    this.fault(start, this.end, `Expected "." or "[" and not "${this.peek()}"`);
    return false;
  }

  private name(start: number, deep: boolean): boolean {
    const quote = this.peek();
    if (quote === "'" || quote === '"') {
      const close = this.text.indexOf(quote, start + 1);
      if (close < 0 || close >= this.end) return this.stop(start, `The ${quote} is not closed`);
      this.at = close + 1;
      this.child(start, this.at, this.text.slice(start + 1, close), deep);
      return true;
    }
    while (this.at < this.end && !/[.[\]]/.test(this.peek())) this.at++;
    const name = this.text.slice(start, this.at);
    if (name === '') {
      const dots = this.text.slice(start - 1, start) === '.';
      return this.stop(Math.max(0, start - 1), dots ? 'A name has to follow the "."' : 'A name is missing');
    }
    if (name === '*') {
      this.fault(start, this.at, '"*" is not among the documented parts of a selector', undefined, false);
      this.add({ kind: deep ? 'unknown' : 'elements', start, end: this.at, deep });
    } else if (name.includes('(')) {
      this.fault(start, this.at, 'Functions are not among the documented parts of a selector', undefined, false);
      this.add({ kind: 'unknown', start, end: this.at, deep });
    } else this.child(start, this.at, name, deep);
    return true;
  }

  private child(start: number, end: number, name: string, deep: boolean): void {
    this.add(name.includes(hole) ? { kind: 'unknown', start, end, deep } : { kind: 'child', name, start, end, deep });
  }

  private bracket(deep: boolean): boolean {
    const start = this.at;
    const close = this.closing(start);
    if (close < 0) return this.stop(start, 'The "[" is not closed');
    this.at = close + 1;
    const inner = this.text.slice(start + 1, close).trim();
    const place = { start, end: this.at, deep };
    const quoted = /^(['"])(.*)\1$/s.exec(inner);
    if (inner === '') this.fault(start, this.at, 'An index, a name or a filter has to stand between the brackets');
    else if (inner.startsWith('?')) this.filter(start, close, inner, deep);
    else if (inner.includes(hole)) this.add({ kind: 'unknown', ...place });
    else if (/^\d+$/.test(inner)) this.add({ kind: 'index', index: Number(inner), ...place });
    else if (quoted !== null && !(quoted[2] ?? '').includes(quoted[1] ?? ''))
      this.add({ kind: 'child', name: quoted[2] ?? '', ...place });
    else this.rare(inner, place);
    return true;
  }

  /** What libraries of JSONPath know beyond the guide. */
  private rare(inner: string, place: Range & { deep: boolean }): void {
    const named = /^-\d+$/.test(inner)
      ? 'Counting from the end'
      : inner === '*'
        ? '"[*]"'
        : /^-?\d*:-?\d*(?::-?\d*)?$/.test(inner)
          ? 'A slice'
          : 'This';
    this.fault(place.start, place.end, `${named} is not among the documented parts of a selector`, undefined, false);
    if (/^-\d+$/.test(inner)) this.add({ kind: 'index', index: Number(inner), ...place });
    else if (inner === '*') this.add({ kind: 'elements', ...place });
    else if (named === 'A slice') this.add({ kind: 'elements', slice: sliceOf(inner), ...place });
    else this.add({ kind: 'unknown', ...place });
  }

  private filter(start: number, close: number, inner: string, deep: boolean): void {
    const both = /&&|\|\|/.exec(inner.replace(/'[^']*'|"[^"]*"/g, (text) => hole.repeat(text.length)));
    if (both !== null) {
      const from = this.text.indexOf(inner, start) + both.index;
      this.fault(from, from + 2, `"${both[0]}" cannot stand in a filter: it is one comparison`);
    } else if (!/^\?\s*\(.*\)$/s.test(inner)) {
      this.fault(start, close + 1, 'A filter has parentheses: [?(@.name == value)]', undefined, false);
    }
    this.add({ kind: 'elements', filter: filterOf(inner), start, end: close + 1, deep });
  }

  /** The `]` that closes a `[`, with texts and brackets in between passed over; -1 without one. */
  private closing(start: number): number {
    let depth = 0;
    for (let at = start; at < this.end; at++) {
      const character = this.text.charAt(at);
      if (character === "'" || character === '"') {
        const close = this.text.indexOf(character, at + 1);
        if (close < 0) return -1;
        at = close;
      } else if (character === '[') depth++;
      else if (character === ']' && --depth === 0) return at;
    }
    return -1;
  }

  private stop(start: number, message: string): false {
    this.fault(start, Math.max(start + 1, Math.min(this.end, this.at + 1)), message);
    this.at = this.end;
    // What has a fault is not judged any further.
    this.add({ kind: 'unknown', start, end: this.end, deep: false });
    return false;
  }

  private add(segment: Segment): void {
    this.result.segments.push(segment);
  }

  private fault(start: number, end: number, message: string, fix?: string, grave = true): void {
    const fault: SelectorFault = { start, end: Math.min(end, this.text.length), grave, message };
    if (fix !== undefined) fault.fix = fix;
    this.result.faults.push(fault);
  }

  /** A selector to put instead; none where references would be lost. */
  private wholeWith(text: string): string | undefined {
    return text.includes(hole) ? undefined : text.trim();
  }

  private peek(): string {
    return this.at < this.end ? this.text.charAt(this.at) : '';
  }
}

const comparison = /^\?\s*\(?\s*@((?:[^=!<>'"]|'[^']*'|"[^"]*")*?)\s*(?:(==|!=|<=|>=|<|>)\s*(.+?)\s*)?\)?$/s;

function filterOf(inner: string): Filter | 'unread' {
  const match = comparison.exec(inner);
  if (match === null) return 'unread';
  const [, path = '', operator, literal] = match;
  const { segments } = readSelector(`$${path}`);
  if (segments.some(({ kind }) => kind === 'unknown')) return 'unread';
  if (operator === undefined) return { path: segments };
  const value = literalOf(literal ?? '');
  return value === undefined
    ? 'unread'
    : { path: segments, operator: operator as NonNullable<Filter['operator']>, value };
}

function literalOf(text: string): Filter['value'] {
  const quoted = /^'([^']*)'$|^"([^"]*)"$/.exec(text);
  if (quoted !== null) return quoted[1] ?? quoted[2] ?? '';
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return text === 'true' ? true : text === 'false' ? false : text === 'null' ? null : undefined;
}

function sliceOf(inner: string): [number | undefined, number | undefined] {
  const [from, to] = inner.split(':').map((each) => (each.trim() === '' ? undefined : Number(each)));
  return [from, to];
}
