/**
 * Regular expressions of `allowedPattern`, read so that what is wrong with one can be told; patternMatch.ts tries them.
 *
 * The service reads them as Java does, the agent as RE2 does; neither is JavaScript, whose own engine would refuse what is
 * right, take what is wrong, and could be made to run for hours by a pattern in a document. What the two disagree on, and
 * what is not read here, leaves the meaning `opaque`: nothing is said about what such a pattern matches.
 */

import { casesOf, classes, codeOf, controls, edges, newlines, posixNames } from './patternCharacters.ts';
import type { Range } from './problem.ts';

/** A piece of a pattern. A `set` matches one code point. */
export type Piece =
  | { kind: 'set'; has: (code: number) => boolean }
  | { kind: 'sequence'; pieces: Piece[] }
  | { kind: 'choice'; options: Piece[] }
  | { kind: 'repeat'; piece: Piece; min: number; max: number; lazy: boolean }
  | { kind: 'look'; piece: Piece; negative: boolean }
  | { kind: 'edge'; edge: 'start' | 'end' | 'word' | 'within' };

export interface PatternFault extends Range {
  message: string;
  /** False for what only one of the two engines refuses, or where none is known to. */
  certain: boolean;
}

export interface Foreign extends Range {
  /** What the agent's engine lacks, to follow a "no". */
  what: string;
}

export interface Pattern {
  source: string;
  faults: PatternFault[];
  foreign: Foreign[];
  /** True when what it matches is not known. */
  opaque: boolean;
  root: Piece;
}

const known = new Map<string, Pattern>();

/** Reads a pattern. Never throws; offsets are those of the text. */
export function readPattern(source: string): Pattern {
  const found = known.get(source);
  if (found !== undefined) return found;
  const pattern = new Reader(source).read();
  // Documents of one project share their patterns; the bound keeps a long-lived server from collecting them.
  if (known.size >= 256) known.clear();
  known.set(source, pattern);
  return pattern;
}

const deepest = 60;
const longest = 4096;

class Reader {
  private readonly source: string;
  private at = 0;
  private depth = 0;
  private ignoreCase = false;
  private readonly pattern: Pattern;

  constructor(source: string) {
    this.source = source;
    this.pattern = { source, faults: [], foreign: [], opaque: false, root: { kind: 'sequence', pieces: [] } };
  }

  read(): Pattern {
    const { pattern, source } = this;
    if (source.length > longest) {
      pattern.opaque = true;
      return pattern;
    }
    pattern.root = this.choice();
    while (this.at < source.length && !this.stopped) {
      this.fault('this ")" closes nothing', this.at, this.at + 1);
      this.at++;
      this.choice();
    }
    return pattern;
  }

  /** True where reading on would only guess. */
  private stopped = false;

  private giveUp(): void {
    this.stopped = true;
    this.pattern.opaque = true;
    this.at = this.source.length;
  }

  private fault(message: string, start: number, end: number, certain = true): void {
    if (!this.stopped) this.pattern.faults.push({ message, start, end, certain });
  }

  private lacks(what: string, start: number, end: number): void {
    this.pattern.foreign.push({ what, start, end });
  }

  /** The character at an offset, both halves of it. */
  private charAt(at: number): string {
    const code = this.source.codePointAt(at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  private peek(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  private choice(): Piece {
    const options = [this.sequence()];
    while (this.peek('|')) {
      this.at++;
      options.push(this.sequence());
    }
    const [only] = options;
    return only !== undefined && options.length === 1 ? only : { kind: 'choice', options };
  }

  private sequence(): Piece {
    const pieces: Piece[] = [];
    while (this.at < this.source.length && !this.peek('|') && !this.peek(')')) {
      const atom = this.atom();
      if (atom !== undefined) pieces.push(this.repeated(atom));
    }
    return { kind: 'sequence', pieces };
  }

  private atom(): Piece | undefined {
    const start = this.at;
    const char = this.charAt(start);
    this.at += char.length;
    switch (char) {
      case '(':
        return this.group(start);
      case '[':
        return this.set(start);
      case '\\':
        return this.escape(start, false);
      case '.':
        return { kind: 'set', has: (code) => !newlines.has(code) };
      case '^':
        return { kind: 'edge', edge: 'start' };
      case '$':
        return { kind: 'edge', edge: 'end' };
      case '*':
      case '+':
      case '?':
        this.fault(`there is nothing before this "${char}" to repeat`, start, start + 1);
        return undefined;
      case '{':
        // RE2 takes the brace for itself, Java refuses it.
        this.fault('a "{" that begins no count has to be written "\\{"', start, start + 1, false);
        return this.literal(char);
      default:
        return this.literal(char);
    }
  }

  private literal(char: string): Piece {
    const code = codeOf(char);
    if (!this.ignoreCase) return { kind: 'set', has: (each) => each === code };
    const cases = new Set(casesOf(code));
    return { kind: 'set', has: (each) => cases.has(each) };
  }

  private repeated(atom: Piece): Piece {
    let piece = atom;
    for (let first = true; ; first = false) {
      const start = this.at;
      const count = this.count();
      if (count === undefined) return piece;
      if (!first) {
        this.fault('a count stands behind another one', start, this.at, !this.source.startsWith('{', start));
        continue;
      }
      const lazy = this.peek('?');
      if (lazy) this.at++;
      else if (this.peek('+')) {
        this.at++;
        this.pattern.opaque = true;
        this.lacks('possessive counts', start, this.at);
      }
      piece = { kind: 'repeat', piece, ...count, lazy };
    }
  }

  private count(): { min: number; max: number } | undefined {
    const start = this.at;
    const char = this.source.charAt(start);
    if (char === '*' || char === '+' || char === '?') {
      this.at++;
      return { min: char === '+' ? 1 : 0, max: char === '?' ? 1 : Infinity };
    }
    if (char !== '{') return undefined;
    const match = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.source.slice(start, start + 40));
    if (match === null) return undefined;
    this.at += match[0].length;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === '' ? Infinity : Number(match[3]);
    if (min > max) this.fault(`the count "${match[0]}" ends before it begins`, start, this.at);
    if (Math.max(min, max === Infinity ? 0 : max) > 1000) this.lacks('counts above 1000', start, this.at);
    return { min, max };
  }

  private group(start: number): Piece | undefined {
    if (++this.depth > deepest) this.giveUp();
    let look: boolean | undefined;
    const cased = this.ignoreCase;
    const opening = /^\?(?:<[=!]|P?<[^>]*>|P[=>][^)]*|[:=!>]|[a-zA-Z^-]*[:)]?)/.exec(
      this.source.slice(this.at, this.at + 80),
    );
    const text = opening?.[0] ?? '';
    this.at += text.length;
    if (text === '?=' || text === '?!') {
      look = text === '?!';
      this.lacks('look-ahead', start, this.at);
    } else if (text === '?<=' || text === '?<!') {
      this.pattern.opaque = true;
      this.lacks('look-behind', start, this.at);
    } else if (text === '?>') {
      this.pattern.opaque = true;
      this.lacks('atomic groups', start, this.at);
    } else if (/^\?P?</.test(text)) this.named(text, start);
    else if (/^\?[a-zA-Z^-]*[:)]?$/.test(text) && text !== '?:') {
      if (!this.flags(text, start)) return undefined;
    } else if (text !== '' && text !== '?:')
      this.fault(`"(${text}" opens no group that is known`, start, this.at, false);
    const piece = this.choice();
    if (this.peek(')')) this.at++;
    else this.fault('this "(" is not closed', start, start + 1);
    this.ignoreCase = cased;
    this.depth--;
    return look === undefined ? piece : { kind: 'look', piece, negative: look };
  }

  private named(text: string, start: number): void {
    const name = /<([^>]*)>/.exec(text)?.[1] ?? '';
    if (text.startsWith('?P'))
      this.fault(`"(${text}" is a named group of another language; write "(?<${name}>"`, start, this.at, false);
    else if (!/^[A-Za-z]\w*$/.test(name)) this.fault(`"${name}" cannot be the name of a group`, start, this.at, false);
  }

  /** `(?i)` and `(?i:`; false when the group is over with it. */
  private flags(text: string, start: number): boolean {
    const flags = text.slice(1, text.endsWith(':') || text.endsWith(')') ? -1 : undefined);
    const odd = /[^idmsuxU-]/.exec(flags);
    if (odd !== null || flags.length + 1 === text.length) {
      this.fault(`"(${text}" opens no group that is known`, start, this.at);
      this.stopped = true;
      this.giveUp();
      return false;
    }
    if (/[dux]/.test(flags)) this.lacks(`flag "${/[dux]/.exec(flags)?.[0]}"`, start, this.at);
    // Blanks and comments of a pattern with this flag mean nothing; where it ends is not worth telling.
    if (flags.includes('x')) this.giveUp();
    if (flags === 'i') this.ignoreCase = true;
    else this.pattern.opaque = true;
    if (text.endsWith(':')) return true;
    this.depth--;
    return false;
  }

  private set(start: number): Piece {
    const negative = this.peek('^');
    if (negative) this.at++;
    const members: ((code: number) => boolean)[] = [];
    const opening = this.at;
    for (;;) {
      if (this.at >= this.source.length) {
        this.fault('this "[" is not closed', start, start + 1);
        break;
      }
      if (this.peek(']') && this.at > opening) {
        this.at++;
        break;
      }
      members.push(this.member());
      if (this.stopped) break;
    }
    const { ignoreCase } = this;
    const within = (code: number): boolean => members.some((has) => has(code));
    const has = ignoreCase ? (code: number): boolean => casesOf(code).some(within) : within;
    return { kind: 'set', has: negative ? (code) => !has(code) : has };
  }

  private member(): (code: number) => boolean {
    const start = this.at;
    const posix = /^\[:\^?[a-z]+:\]/.exec(this.source.slice(start, start + 20));
    if (posix !== null) {
      // A class in RE2; in Java a list of the letters of its name.
      this.pattern.opaque = true;
      this.at += posix[0].length;
      return () => true;
    }
    if (this.peek('[') || this.peek('&&')) {
      // Java has sets within sets, RE2 takes the characters as they are: where the set ends is open.
      this.giveUp();
      return () => true;
    }
    const from = this.single();
    const ranged = this.peek('-') && this.at + 1 < this.source.length && this.source.charAt(this.at + 1) !== ']';
    if (!ranged || from.code === undefined) return from.has;
    // "[a-[" and "[a-&&" are no ranges in Java.
    if (/^-(?:\[|&&)/.test(this.source.slice(this.at, this.at + 3))) return from.has;
    this.at++;
    const to = this.single();
    const [first, last] = [from.code, to.code];
    if (last === undefined) {
      this.fault('a range has a character at each end', start, this.at, false);
      return () => true;
    }
    if (first > last)
      this.fault(`the range "${this.source.slice(start, this.at)}" ends before it begins`, start, this.at);
    return (code) => code >= first && code <= last;
  }

  /** One character of a set, or one escaped class, which has no code. */
  private single(): { code: number | undefined; has: (code: number) => boolean } {
    const start = this.at;
    const char = this.charAt(start);
    this.at += char.length;
    if (char === '\\') {
      const piece = this.escape(start, true);
      const code = this.lastCode;
      return { code, has: piece?.kind === 'set' ? piece.has : () => true };
    }
    const code = codeOf(char);
    return { code, has: (each) => each === code };
  }

  /** The code of the character that the last escape stood for; undefined for a class. */
  private lastCode: number | undefined;

  private escape(start: number, inSet: boolean): Piece | undefined {
    const char = this.charAt(this.at);
    this.at += char.length;
    this.lastCode = undefined;
    if (char === '') {
      this.at = this.source.length;
      this.fault('a "\\" at the end escapes nothing', start, start + 1);
      return undefined;
    }
    const code = controls[char];
    if (code !== undefined) return this.coded(code);
    const kind = classes[char.toLowerCase()];
    if (kind !== undefined && 'dDwWsS'.includes(char)) {
      const negative = char < 'a';
      return { kind: 'set', has: (each) => kind(each) !== negative };
    }
    if (/[^A-Za-z0-9]/.test(char)) return this.coded(codeOf(char));
    if (!inSet) {
      const edge = edges[char];
      if (edge !== undefined) return { kind: 'edge', edge };
    }
    return this.rareEscape(start, char, inSet);
  }

  private coded(code: number): Piece {
    this.lastCode = code;
    return this.ignoreCase ? this.literal(String.fromCodePoint(code)) : { kind: 'set', has: (each) => each === code };
  }

  private rareEscape(start: number, char: string, inSet: boolean): Piece | undefined {
    const rest = this.source.slice(this.at, this.at + 80);
    const take = (pattern: RegExp): string => {
      const text = pattern.exec(rest)?.[0] ?? '';
      this.at += text.length;
      return text;
    };
    if (char === 'x' || char === 'u') {
      const digits = take(char === 'u' ? /^[0-9a-fA-F]{4}/ : /^(?:[0-9a-fA-F]{2}|\{[0-9a-fA-F]+\})/);
      if (digits === '') this.fault(`"\\${char}" wants the digits of a character`, start, this.at);
      if (char === 'u') this.lacks('"\\u"', start, this.at);
      const code = Number.parseInt(digits.replace(/[{}]/g, ''), 16);
      return this.coded(Number.isNaN(code) || code > 0x10ffff ? 0 : code);
    }
    // What follows has a meaning in Java, in RE2 or in both, but none that is worth having here.
    this.pattern.opaque = true;
    if (char === 'p' || char === 'P') {
      const name = take(/^(?:\{[^{}]*\}|[A-Z])/);
      if (name === '') this.fault(`"\\${char}" wants the name of a class, such as "\\p{L}"`, start, this.at);
      else if (/^\{(?!\^?(?:[A-Z][a-z]?|[A-Z][a-z]{3,}(?:_[A-Z][a-z]+)*)\})/.test(name) || posixNames.test(name))
        this.lacks(`class "\\${char}${name}"`, start, this.at);
    } else if (char === 'Q') {
      const end = this.source.indexOf('\\E', this.at);
      this.at = end < 0 ? this.source.length : end + 2;
    } else if (char === '0') take(/^[0-7]{1,3}/);
    else if (/[1-9]/.test(char)) {
      if (!inSet) this.lacks('back-references', start, this.at);
    } else if (char === 'k') {
      take(/^<[^>]*>/);
      this.lacks('back-references', start, this.at);
    } else if ('GZhHRVXNec'.includes(char) && !(inSet && 'GZRX'.includes(char))) {
      if (char === 'c') this.at++;
      if (char === 'N') take(/^\{[^{}]*\}/);
      this.lacks(`"\\${char}"`, start, this.at);
    } else if (char !== 'E') this.fault(`"\\${char}" is no escape`, start, this.at, !'bBAzCGZRXk'.includes(char));
    if (char === 'Z' && !inSet) return { kind: 'edge', edge: 'end' };
    return { kind: 'set', has: () => true };
  }
}
