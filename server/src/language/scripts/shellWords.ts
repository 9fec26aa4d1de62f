/**
 * The words of a shell script: quotes, expansions, substitutions and here-documents, each to its own end.
 *
 * Written for bash, which is a superset of what `sh` reads. It stops at the first fault. Whatever bash itself is lenient
 * about is passed over: a false complaint costs more than a missed one. `shell.ts` reads commands on top of this.
 */

import { Fault, Unsure } from './fault.ts';

const metacharacters = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')', '']);

const deepest = 400;

/** A variable where its value is used. */
export interface ShellVariable {
  name: string;
  start: number;
  end: number;
  /** True where the shell does not split its value: in quotes, assignments and tests. */
  quoted: boolean;
}

export class Words {
  readonly text: string;
  at = 0;
  private depth = 0;
  readonly variables: ShellVariable[] = [];
  /** True in a place where values are not split even without quotes. */
  whole = false;
  /** Here-documents whose bodies begin behind the next line break. */
  private waiting: { end: string; tabs: boolean; start: number; stop: number }[] = [];
  /** Reads the commands of a substitution up to its closing parenthesis; set by the reader of commands. */
  commands: (open: number, name: string) => void = () => {
    throw new Unsure();
  };

  constructor(text: string) {
    // A carriage return before a line break is as good as a blank: whether it arrives at the node, nobody knows here.
    this.text = text.replaceAll('\r\n', ' \n');
  }

  get here(): string {
    return this.text.charAt(this.at);
  }

  starts(what: string): boolean {
    return this.text.startsWith(what, this.at);
  }

  ended(at = this.at): boolean {
    return metacharacters.has(this.text.charAt(at));
  }

  /** Passes blanks, comments and continued lines. */
  blanks(): void {
    for (;;) {
      const here = this.here;
      if (here === ' ' || here === '\t') this.at++;
      else if (here === '\\' && this.text.charAt(this.at + 1) === '\n') this.at += 2;
      else if (here === '#') {
        const end = this.text.indexOf('\n', this.at);
        this.at = end < 0 ? this.text.length : end;
      } else return;
    }
  }

  /** Passes a line break and the bodies of the here-documents that begin behind it. */
  lineBreak(): void {
    this.at++;
    for (const each of this.waiting.splice(0)) this.body(each);
  }

  private body({ end, tabs, start, stop }: { end: string; tabs: boolean; start: number; stop: number }): void {
    while (this.at < this.text.length) {
      const next = this.text.indexOf('\n', this.at);
      const stopAt = next < 0 ? this.text.length : next;
      let line = this.text.slice(this.at, stopAt);
      if (tabs) line = line.replace(/^\t+/, '');
      this.at = Math.min(stopAt + 1, this.text.length);
      // Blanks behind the word are a fault of their own, but may be a carriage return that was put away above.
      if (line.trimEnd() === end) return;
      // Inside a substitution bash also takes "EOF)" for the end.
      if (line.startsWith(end) && line.charAt(end.length) === ')') {
        this.at = stopAt - line.length + end.length;
        return;
      }
    }
    throw new Fault(start, stop, `The here-document never ends: no line is exactly "${end}"`);
  }

  /** Reads the word behind `<<` and keeps it until the line ends. */
  hereDocument(open: number): void {
    const tabs = this.here === '-';
    if (tabs) this.at++;
    this.blanks();
    const start = this.at;
    if (this.ended()) throw new Fault(open, open + 2, 'No word stands behind "<<"');
    this.word();
    const raw = this.text.slice(start, this.at);
    if (/[$`]/.test(raw)) throw new Unsure();
    this.waiting.push({ end: raw.replace(/['"\\]/g, ''), tabs, start: open, stop: this.at });
  }

  /** Reads a word; returns it as it is written. */
  word(): string {
    const start = this.at;
    this.subscript();
    const { whole } = this;
    while (!this.ended()) {
      if (this.here === '=' && /^[A-Za-z_]\w*\+?$/.test(this.text.slice(start, this.at))) this.whole = true;
      this.piece(false);
      if (this.here === '(') {
        const before = this.text.slice(start, this.at);
        if (/^[A-Za-z_]\w*(\[[^\n]*\])?\+?=$/.test(before)) this.array();
        else if (/[?*+@!]$/.test(before)) this.group();
      }
    }
    this.whole = whole;
    if ((this.here === '<' || this.here === '>') && this.at === start && this.text.charAt(this.at + 1) === '(') {
      const open = this.at;
      this.at += 2;
      this.commands(open, this.text.slice(open, open + 2));
      if (!this.ended()) this.word();
    }
    return this.text.slice(start, this.at);
  }

  /** `name[index]=`, whose index may hold blanks. */
  private subscript(): void {
    const match = /^[A-Za-z_]\w*\[/.exec(this.text.slice(this.at, this.at + 80));
    if (match === null) return;
    let depth = 1;
    let at = this.at + match[0].length;
    for (; depth > 0; at++) {
      const here = this.text.charAt(at);
      if (here === '' || here === '\n') return;
      if (here === '[') depth++;
      if (here === ']') depth--;
    }
    if (/^\+?=/.test(this.text.slice(at, at + 2))) this.at = at;
  }

  /** `(a b c)` behind `name=`. */
  private array(): void {
    const open = this.at++;
    for (;;) {
      this.blanks();
      if (this.here === '\n') this.lineBreak();
      else if (this.here === ')') break;
      else if (this.here === '') throw new Fault(open, open + 1, 'This "(" is never closed');
      else if (this.ended() && !this.starts('<(') && !this.starts('>('))
        throw new Fault(this.at, this.at + 1, `"${this.here}" cannot stand in a list of values`);
      else this.word();
    }
    this.at++;
  }

  /** `(a|b)` of a pattern such as `@(a|b)`. */
  private group(): void {
    if (++this.depth > deepest) throw new Unsure();
    const open = this.at++;
    for (;;) {
      if (this.here === ')') break;
      if (this.here === '') throw new Fault(open, open + 1, 'This "(" is never closed');
      if (this.here === '(') this.group();
      else if (this.ended()) this.at++;
      else this.piece(false);
    }
    this.at++;
    this.depth--;
  }

  /** One piece of a word: a character, an escape, a quoted stretch or an expansion. */
  piece(quoted: boolean): void {
    const here = this.here;
    if (++this.depth > deepest) throw new Unsure();
    if (here === '\\') this.at += 2;
    else if (here === "'" && !quoted) this.single(this.at + 1);
    else if (here === '"' && !quoted) this.double();
    else if (here === '`') this.backquoted();
    else if (here === '$') this.dollar(quoted);
    else this.at++;
    this.depth--;
  }

  private single(from: number): void {
    const end = this.text.indexOf("'", from);
    if (end < 0) throw new Fault(from - 1, from, "This ' is never closed");
    this.at = end + 1;
  }

  /** `$'…'`, where a backslash escapes. */
  private escaped(): void {
    const open = this.at;
    this.at += 2;
    while (this.here !== "'") {
      if (this.here === '') throw new Fault(open, open + 2, "This $' is never closed");
      this.at += this.here === '\\' ? 2 : 1;
    }
    this.at++;
  }

  double(): void {
    const open = this.at++;
    while (this.here !== '"') {
      if (this.at >= this.text.length) throw new Fault(open, open + 1, 'This " is never closed');
      this.piece(true);
    }
    this.at++;
  }

  /** What stands between backquotes is read only when it runs; here it just ends. */
  private backquoted(): void {
    const open = this.at++;
    while (this.here !== '`') {
      if (this.at >= this.text.length) throw new Fault(open, open + 1, 'This ` is never closed');
      this.at += this.here === '\\' ? 2 : 1;
    }
    this.at++;
  }

  private dollar(quoted: boolean): void {
    const open = this.at;
    const next = this.text.charAt(open + 1);
    if (next === '(') {
      if (this.text.charAt(open + 2) === '(' && this.arithmetic(open + 3)) return;
      this.at = open + 2;
      const { whole } = this;
      this.whole = false;
      this.commands(open, '$(');
      this.whole = whole;
    } else if (next === '{') {
      this.braces(quoted);
      this.variable(/^\$\{(\w+)/, open, quoted);
    } else if (next === '[') this.at += 2;
    else if (next === "'" && !quoted) this.escaped();
    else if (next === '"' && !quoted) {
      this.at++;
      this.double();
    } else {
      this.at++;
      const name = /^[A-Za-z_]\w*/.exec(this.text.slice(this.at, this.at + 130))?.[0] ?? '';
      this.at += name.length;
      this.variable(/^\$(\w+)/, open, quoted);
    }
  }

  private variable(form: RegExp, open: number, quoted: boolean): void {
    const name = form.exec(this.text.slice(open, this.at))?.[1];
    if (name !== undefined) this.variables.push({ name, start: open, end: this.at, quoted: quoted || this.whole });
  }

  /** Passes arithmetic up to its `))`; false where these are two parentheses of commands after all. */
  arithmetic(from: number): boolean {
    let depth = 0;
    for (let at = from; at < this.text.length; at++) {
      const here = this.text.charAt(at);
      if (here === '\\') at++;
      else if (here === '(') depth++;
      else if (here === ')' && depth > 0) depth--;
      else if (here === ')') {
        if (this.text.charAt(at + 1) !== ')') return false;
        this.at = at + 2;
        return true;
      }
    }
    return false;
  }

  /** `${name…}`. */
  private braces(quoted: boolean): void {
    const open = this.at;
    this.at += 2;
    const head = /^[#!]?(?:[A-Za-z_]\w*|\d+|[@*#?$!-])?(?:\[[^\]\n]*\])?/.exec(this.text.slice(this.at, this.at + 200));
    const operator = this.text.charAt(this.at + (head?.[0].length ?? 0));
    // In quotes a ' is plain text behind :- and its like, and a quote behind operators that take a pattern.
    const quotes = !quoted || '#%/^,'.includes(operator);
    if (head !== null && operator !== '') this.at += head[0].length;
    while (this.here !== '}') {
      if (this.at >= this.text.length) throw new Fault(open, open + 2, 'This "${" is never closed');
      if (this.here === '"') this.double();
      else this.piece(!quotes);
    }
    this.at++;
  }

  /** `[[ … ]]`. */
  test(start: number): void {
    this.at += 2;
    this.whole = true;
    for (;;) {
      this.blanks();
      if (this.here === '\n') this.lineBreak();
      else if (this.at >= this.text.length)
        throw new Fault(start, start + 2, 'This "[[" is never closed; "]]" needs a blank before it');
      else if (this.starts(']]') && this.ended(this.at + 2)) break;
      else if (this.starts('=~')) {
        this.at += 2;
        this.blanks();
        this.pattern();
      } else if (this.ended()) this.at++;
      else this.word();
    }
    this.at += 2;
    this.whole = false;
  }

  /** The regular expression behind `=~`, with its parentheses. */
  private pattern(): void {
    let depth = 0;
    while (this.at < this.text.length) {
      const { here } = this;
      if (here === '\n' || (depth === 0 && (here === ' ' || here === '\t'))) return;
      if (here === '(') depth++;
      if (here === ')') depth--;
      if (this.ended()) this.at++;
      else this.piece(false);
    }
  }
}
