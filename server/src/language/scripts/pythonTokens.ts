/**
 * The tokens of a Python script, with the line breaks and indentation that count.
 *
 * Follows the tokenizer of CPython 3.11. It stops at the first fault and keeps it: what stands before may hold an earlier
 * one, which `pythonTree.ts` finds.
 */

import { Fault, Unsure } from './fault.ts';

export interface Token {
  type: 'name' | 'number' | 'string' | 'sign' | 'newline' | 'indent' | 'dedent' | 'end';
  text: string;
  start: number;
  end: number;
}

export interface Tokens {
  tokens: Token[];
  fault: Fault | undefined;
}

const word = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const number =
  /(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*)?\.\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?|\d(?:_?\d)*\.?(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?)/y;
const sign =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|!=|->|:=|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|@=|==|<=|>=|<<|>>|\*\*|\/\/|[-+*/%@&|^~<>()[\]{},:.;=]/y;
const stringStart = /(?:[rRuUfFbB]|[rR][fFbB]|[fFbB][rR])?("""|'''|"|')/y;
const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** CPython takes no more levels of indentation. */
const deepest = 100;
/** Words that may follow a number at once, as in `1if x else 2`. */
const joinable = /^(and|else|for|if|in|is|not|or)$/;

export function tokensOf(text: string): Tokens {
  const reader = new Reader(text);
  let fault: Fault | undefined;
  try {
    reader.read();
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    fault = thrown;
  }
  return { tokens: reader.tokens, fault };
}

class Reader {
  readonly tokens: Token[] = [];
  private readonly text: string;
  private at = 0;
  private readonly open: { sign: string; at: number }[] = [];
  /** Columns of the blocks around: with a tab up to the next eighth column, and with a tab as one. */
  private readonly indents: { column: number; narrow: number }[] = [{ column: 0, narrow: 0 }];

  constructor(text: string) {
    this.text = text;
    if (text.startsWith('\ufeff')) this.at = 1;
  }

  read(): void {
    const { text } = this;
    let fresh = true;
    while (this.at < text.length) {
      if (fresh && this.open.length === 0) this.indentation();
      fresh = this.at < text.length && this.line();
    }
    const [unclosed] = this.open.slice(-1);
    if (unclosed !== undefined) {
      this.push('end', this.at);
      throw new Fault(unclosed.at, unclosed.at + 1, `This "${unclosed.sign}" is never closed`);
    }
    const { type } = this.tokens.at(-1) ?? { type: 'newline' };
    if (type !== 'newline' && type !== 'dedent') this.push('newline', this.at);
    for (let i = 1; i < this.indents.length; i++) this.push('dedent', this.at);
    this.push('end', this.at);
  }

  private push(type: Token['type'], end: number): void {
    this.tokens.push({ type, text: this.text.slice(this.at, end), start: this.at, end });
    this.at = end;
  }

  private indentation(): void {
    const { text } = this;
    let column = 0;
    let narrow = 0;
    const start = this.at;
    for (; ; this.at++) {
      const here = text.charAt(this.at);
      if (here === ' ') {
        column++;
        narrow++;
      } else if (here === '\t') {
        column = (column >> 3) * 8 + 8;
        narrow++;
      } else if (here === '\f') {
        column = 0;
        narrow = 0;
      } else break;
    }
    const here = text.charAt(this.at);
    if (here === '#' || here === '\n' || here === '\r' || here === '') return;
    if (here === '\\' && /^\r?\n/.test(text.slice(this.at + 1, this.at + 3))) return;
    const block = this.indents.at(-1) ?? { column: 0, narrow: 0 };
    const mixed = (): Fault =>
      new Fault(start, this.at, 'Tabs and blanks are mixed, so that Python cannot tell how deep this is');
    if (column === block.column) {
      if (narrow !== block.narrow) throw mixed();
    } else if (column > block.column) {
      if (narrow <= block.narrow) throw mixed();
      if (this.indents.length >= deepest) throw new Unsure();
      this.indents.push({ column, narrow });
      this.tokens.push({ type: 'indent', text: '', start, end: this.at });
    } else {
      while ((this.indents.at(-1)?.column ?? 0) > column) {
        this.indents.pop();
        this.tokens.push({ type: 'dedent', text: '', start: this.at, end: this.at });
      }
      const outer = this.indents.at(-1);
      if (outer?.column !== column)
        throw new Fault(
          start,
          Math.max(start + 1, this.at),
          'This line goes back to a depth that no line before it has',
        );
      if (outer.narrow !== narrow) throw mixed();
    }
  }

  /** Reads up to the end of a line or one token; true behind a line break. */
  private line(): boolean {
    const { text } = this;
    const here = text.charAt(this.at);
    if (here === '\n' || here === '\r') {
      const { type } = this.tokens.at(-1) ?? { type: 'newline' };
      const counts = this.open.length === 0 && !['newline', 'indent', 'dedent'].includes(type);
      const end = this.at + (here === '\r' && text.charAt(this.at + 1) === '\n' ? 2 : 1);
      if (counts) this.push('newline', end);
      this.at = end;
      return true;
    }
    if (here === ' ' || here === '\t' || here === '\f') this.at++;
    else if (here === '#') {
      const end = text.indexOf('\n', this.at);
      this.at = end < 0 ? text.length : end;
    } else if (here === '\\') {
      const match = /^\\\r?\n/.exec(text.slice(this.at, this.at + 3));
      if (match === null)
        throw new Fault(this.at, this.at + 1, 'Outside of quotes a "\\" only stands at the end of a line');
      this.at += match[0].length;
    } else this.token(here);
    return false;
  }

  private token(here: string): void {
    const quote = this.match(stringStart);
    if (quote !== undefined) {
      this.string(quote);
      return;
    }
    const name = this.match(word);
    if (name !== undefined) {
      this.push('name', this.at + name.length);
      return;
    }
    if (/[\d.]/.test(here)) {
      const digits = this.match(number);
      if (digits !== undefined) {
        this.number(digits);
        return;
      }
    }
    const found = this.match(sign);
    if (found === undefined) throw this.stranger(here);
    if (found === '(' || found === '[' || found === '{') this.open.push({ sign: found, at: this.at });
    const opener = closing[found];
    if (opener !== undefined) this.closeBracket(found, opener);
    this.push('sign', this.at + found.length);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  private number(digits: string): void {
    const end = this.at + digits.length;
    word.lastIndex = end;
    const next = word.exec(this.text)?.[0];
    if (next !== undefined && !joinable.test(next))
      throw new Fault(this.at, end + next.length, `"${digits}${next}" is neither a number nor a name`);
    if (/^0[\d_]*[1-9]/.test(digits) && !/[.eEjJ]/.test(digits))
      throw new Fault(this.at, end, 'A number cannot begin with 0; octal numbers begin with 0o');
    this.push('number', end);
  }

  private closeBracket(found: string, opener: string): void {
    const last = this.open.pop();
    if (last === undefined) throw new Fault(this.at, this.at + 1, `This "${found}" closes nothing`);
    if (last.sign === opener) return;
    const line = this.text.slice(0, last.at).split('\n').length;
    const of = this.text.slice(last.at, this.at).includes('\n') ? ` of line ${line} of the script` : '';
    throw new Fault(this.at, this.at + 1, `"${found}" cannot close the "${last.sign}"${of}`);
  }

  private string(head: string): void {
    const { text } = this;
    const quote = head.replace(/^[a-zA-Z]+/, '');
    const start = this.at;
    let at = start + head.length;
    while (!text.startsWith(quote, at)) {
      const here = text.charAt(at);
      if (here === '' || (here === '\n' && quote.length === 1)) {
        throw new Fault(start, start + head.length, `This ${quote} is never closed`);
      }
      at += here === '\\' ? (text.startsWith('\r\n', at + 1) ? 3 : 2) : 1;
    }
    this.push('string', at + quote.length);
  }

  private stranger(here: string): Fault {
    const code = this.text.codePointAt(this.at) ?? 0;
    const shown = String.fromCodePoint(code);
    const end = this.at + shown.length;
    const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    if (/[“”„‘’‚«»]/.test(here)) return new Fault(this.at, end, `"${shown}" is no quote of Python; use " or '`);
    if (code === 0xa0) return new Fault(this.at, end, `A no-break space (${number}) stands here; use a blank`);
    if (/[\p{C}\p{Z}]/u.test(shown)) return new Fault(this.at, end, `An invisible character (${number}) stands here`);
    return new Fault(this.at, end, `"${shown}" means nothing in Python`);
  }
}
