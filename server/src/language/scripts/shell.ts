/**
 * Says where a shell script does not follow the grammar of the shell; `shellWords.ts` reads its words.
 *
 * A reader of our own, because what npm offers is a Go runtime of a megabyte that takes a hundred milliseconds to start;
 * tests hold it against `bash -n`. It reports the first fault only, as a shell does.
 */

import { Fault, faultsOf, type ScriptFault, Unsure } from './fault.ts';
import { remembered } from './remembered.ts';
import { type ShellVariable, Words } from './shellWords.ts';

/** The first fault of a shell script, if it has one. */
export const shellFaults: (text: string) => ScriptFault[] = remembered((text) =>
  faultsOf(() => new Commands(text).script()),
);

/** Variables whose value a script uses, up to its first fault; those in here-documents and backquotes are left out. */
export function shellVariables(text: string): ShellVariable[] {
  const commands = new Commands(text);
  faultsOf(() => commands.script());
  return commands.words.variables;
}

/** Words that close something, and what they close. */
const closers: ReadonlyMap<string, string> = new Map([
  ['then', 'if'],
  ['elif', 'if'],
  ['else', 'if'],
  ['fi', 'if'],
  ['do', 'for" or "while'],
  ['done', 'do'],
  ['esac', 'case'],
  ['}', '{'],
]);
const deepest = 200;

class Commands {
  readonly words: Words;
  private depth = 0;

  constructor(text: string) {
    this.words = new Words(text);
    this.words.commands = (open, name) => this.substitution(open, name);
  }

  script(): void {
    this.list(undefined);
    const { words } = this;
    if (words.at < words.text.length) throw this.unexpected();
  }

  /** What stands here has nothing to close, or no place. */
  private unexpected(): Fault {
    const { words } = this;
    const start = words.at;
    const token = this.peek() ?? /^(;;&|;;|;&|&&|\|\||.)/s.exec(words.text.slice(start))?.[0] ?? '';
    const end = start + token.length;
    const opener = closers.get(token);
    if (opener !== undefined) return new Fault(start, end, `"${token}" without "${opener}" before it`);
    if (token === ')') return new Fault(start, end, 'This ")" closes nothing');
    if (token.startsWith(';;') || token === ';&') return new Fault(start, end, `"${token}" stands outside "case"`);
    if (token === '') return new Fault(Math.max(0, start - 1), start, 'The script ends too early');
    return new Fault(start, end, `"${token}" cannot stand here`);
  }

  /** The plain word that stands here, without reading it. */
  private peek(): string | undefined {
    const { words } = this;
    const match = /^[A-Za-z_!{}[\]]+/.exec(words.text.slice(words.at, words.at + 12));
    return match !== null && words.ended(words.at + match[0].length) ? match[0] : undefined;
  }

  private newlines(): void {
    const { words } = this;
    for (words.blanks(); words.here === '\n'; words.blanks()) words.lineBreak();
  }

  private substitution(open: number, name: string): void {
    const { words } = this;
    this.list({ open, name, close: ')' });
    if (words.here !== ')') throw words.at >= words.text.length ? unclosed(open, name) : this.unexpected();
    words.at++;
  }

  /** Commands up to a word or sign that ends them. */
  private list(within: { open: number; name: string; close: string } | undefined): void {
    const { words } = this;
    if (++this.depth > deepest) throw new Unsure();
    this.newlines();
    while (words.at < words.text.length) {
      const token = this.peek();
      if (words.here === ')' || (token !== undefined && closers.has(token))) break;
      // In a script of one word such as "}" nothing else can begin with these signs.
      if (words.starts(';;') || words.starts(';&')) break;
      this.andOr();
      words.blanks();
      const separated =
        (words.here === ';' && !/^;[;&]/.test(words.text.slice(words.at, words.at + 2))) || words.here === '&';
      if (separated) words.at++;
      else if (words.here !== '\n') break;
      this.newlines();
    }
    this.depth--;
    if (within !== undefined && words.at >= words.text.length) throw unclosed(within.open, within.name);
  }

  private andOr(): void {
    const { words } = this;
    for (;;) {
      this.command();
      words.blanks();
      const operator = ['&&', '||', '|&', '|'].find((each) => words.starts(each));
      if (operator === undefined) return;
      const start = words.at;
      words.at += operator.length;
      this.newlines();
      const token = this.peek();
      if (words.at >= words.text.length || words.here === ')' || (token !== undefined && closers.has(token)))
        throw new Fault(start, start + operator.length, `No command stands behind "${operator}"`);
    }
  }

  private command(): void {
    const { words } = this;
    words.blanks();
    const start = words.at;
    const token = this.peek();
    switch (token) {
      case '!':
      case 'time':
        words.at += token.length;
        words.blanks();
        if (token === 'time' && /^-p\s/.test(words.text.slice(words.at, words.at + 3))) words.at += 2;
        words.blanks();
        if (!';&|\n'.includes(words.here) && words.here !== '' && words.here !== ')') this.command();
        return;
      case 'if':
        this.conditional(start);
        break;
      case 'while':
      case 'until':
        words.at += token.length;
        this.filled(start, token);
        this.doDone(start, token);
        break;
      case 'for':
      case 'select':
        this.loop(start, token);
        break;
      case 'case':
        this.choice(start);
        break;
      case '{':
        words.at++;
        this.filled(start, '{');
        this.close('}', start, '{');
        break;
      case '[[':
        words.test(start);
        break;
      case 'function':
        words.at += token.length;
        words.blanks();
        words.word();
        words.blanks();
        if (/^\(\s*\)/.test(words.text.slice(words.at, words.at + 20)))
          words.at = words.text.indexOf(')', words.at) + 1;
        this.newlines();
        this.command();
        return;
      case 'coproc':
        throw new Unsure();
      default:
        if (words.here === '(') {
          if (words.starts('((') && words.arithmetic(words.at + 2)) break;
          words.at++;
          this.filled(start, '(');
          this.close(')', start, '(');
          break;
        }
        this.simple();
        return;
    }
    this.afterCompound(token ?? '(');
  }

  /** Redirections behind a compound command; a word there has no place. */
  private afterCompound(name: string): void {
    const { words } = this;
    for (words.blanks(); this.redirection(); words.blanks());
    if (words.ended() && words.here !== '(') return;
    const start = words.at;
    // A closing word is reported by whoever waits for it.
    const token = this.peek();
    if (token !== undefined && closers.has(token)) return;
    if (words.here === '(') throw new Fault(start, start + 1, '"(" cannot stand here');
    const word = words.word();
    const closed = { if: 'fi', case: 'esac', '{': '}', '(': ')', '[[': ']]' }[name] ?? 'done';
    throw new Fault(
      start,
      start + Math.max(1, word.split('\n', 1)[0]?.length ?? 1),
      `Unexpected text behind "${closed}"`,
    );
  }

  private simple(): void {
    const { words } = this;
    const first = words.at;
    let seen = 0;
    for (;;) {
      words.blanks();
      if (this.redirection()) {
        seen++;
        continue;
      }
      if (words.here === '(' && seen === 1) {
        if (this.functionBody(first)) return;
      }
      if (words.here === '(') throw new Fault(words.at, words.at + 1, 'Unexpected "("; quote it or put "\\" before it');
      if (words.ended() && !words.starts('<(') && !words.starts('>(')) break;
      words.word();
      seen++;
    }
    if (seen === 0) throw this.unexpected();
  }

  /** `name () command`. */
  private functionBody(first: number): boolean {
    const { words } = this;
    const match = /^\(\s*\)/.exec(words.text.slice(words.at, words.at + 20));
    if (match === null || /[="'`]/.test(words.text.slice(first, words.at))) return false;
    words.at += match[0].length;
    this.newlines();
    const token = this.peek();
    if (words.here !== '(' && !['{', 'if', 'for', 'while', 'until', 'case', 'select', '[['].includes(token ?? ''))
      throw new Fault(first, words.at, 'A function needs its commands between "{" and "}"');
    this.command();
    return true;
  }

  /** Passes a redirection; false where none stands. */
  private redirection(): boolean {
    const { words } = this;
    const ahead = words.text.slice(words.at, words.at + 24);
    const match = /^(?:\d+|\{\w+\})?(&>>|&>|<<<|<<|<>|<&|>>|>&|>\||<|>)/.exec(ahead);
    if (match === null || /^[<>]\(/.test(ahead)) return false;
    const start = words.at;
    const operator = match[1] ?? '';
    words.at += match[0].length;
    if (operator === '<<') {
      words.hereDocument(start);
      return true;
    }
    words.blanks();
    if (words.ended() && !words.starts('<(') && !words.starts('>('))
      throw new Fault(start, start + match[0].length, `Nothing stands behind "${match[0]}"`);
    words.whole = operator === '<<<';
    words.word();
    words.whole = false;
    return true;
  }

  /** A list that must hold a command. */
  private filled(open: number, name: string): void {
    const { words } = this;
    const before = words.at;
    this.newlines();
    const begin = words.at;
    this.list(undefined);
    if (words.at >= words.text.length) throw unclosed(open, name);
    if (words.at === begin) {
      const token = this.peek() ?? words.here;
      if (!closers.has(token) && token !== ')') throw this.unexpected();
      throw new Fault(
        words.at,
        words.at + token.length,
        `No command stands before "${token}"; write ":" to do nothing`,
      );
    }
    if (words.at < before) throw new Unsure();
  }

  /** Passes the word or sign that closes what began at `open`. */
  private close(word: string, open: number, name: string): void {
    const { words } = this;
    words.blanks();
    const found = word === ')' ? words.here === ')' : this.peek() === word;
    if (found) words.at += word.length;
    else throw words.at >= words.text.length ? unclosed(open, name) : this.wanted(word, open, name);
  }

  private wanted(word: string, open: number, name: string): Fault {
    const { words } = this;
    const token = this.peek() ?? words.here;
    const line = words.text.slice(0, open).split('\n').length;
    return new Fault(
      words.at,
      words.at + Math.max(1, token.length),
      `"${token}" stands where the "${name}" of line ${line} of the script wants "${word}"`,
    );
  }

  private conditional(start: number): void {
    const { words } = this;
    words.at += 2;
    this.filled(start, 'if');
    this.close('then', start, 'if');
    for (;;) {
      this.filled(start, 'if');
      const token = this.peek();
      if (token === 'elif') {
        words.at += 4;
        this.filled(start, 'if');
        this.close('then', start, 'if');
      } else if (token === 'else') {
        words.at += 4;
        this.filled(start, 'if');
        this.close('fi', start, 'if');
        return;
      } else {
        this.close('fi', start, 'if');
        return;
      }
    }
  }

  private loop(start: number, name: string): void {
    const { words } = this;
    words.at += name.length;
    words.blanks();
    if (words.starts('((')) {
      if (!words.arithmetic(words.at + 2)) throw new Fault(words.at, words.at + 2, 'This "((" is never closed');
    } else {
      if (words.ended()) throw new Fault(start, start + name.length, `"${name}" needs the name of a variable`);
      words.word();
      this.newlines();
      if (this.peek() === 'in') {
        words.at += 2;
        for (words.blanks(); !words.ended() || words.starts('<('); words.blanks()) words.word();
        if (words.here === '(') throw new Fault(words.at, words.at + 1, 'Unexpected "("');
      }
    }
    words.blanks();
    if (words.here === ';') words.at++;
    this.newlines();
    if (this.peek() === '{') {
      words.at++;
      this.filled(start, name);
      this.close('}', start, name);
    } else this.doDone(start, name);
  }

  private doDone(start: number, name: string): void {
    this.close('do', start, name);
    this.filled(start, name);
    this.close('done', start, name);
  }

  private choice(start: number): void {
    const { words } = this;
    words.at += 4;
    words.blanks();
    if (words.ended()) throw new Fault(start, start + 4, '"case" needs a word');
    words.whole = true;
    words.word();
    words.whole = false;
    this.newlines();
    this.close('in', start, 'case');
    for (;;) {
      this.newlines();
      if (words.at >= words.text.length) throw unclosed(start, 'case');
      if (this.peek() === 'esac') break;
      if (words.here === '(') words.at++;
      this.patterns(start);
      this.list(undefined);
      words.blanks();
      if (words.at >= words.text.length) throw unclosed(start, 'case');
      const end = [';;&', ';;', ';&'].find((each) => words.starts(each));
      if (end !== undefined) words.at += end.length;
      else if (this.peek() !== 'esac') throw this.wanted('esac', start, 'case');
    }
    words.at += 4;
  }

  private patterns(start: number): void {
    const { words } = this;
    for (;;) {
      words.blanks();
      if (words.at >= words.text.length) throw unclosed(start, 'case');
      const from = words.at;
      if (words.word() === '') throw this.unexpected();
      words.blanks();
      if (words.here === '|') words.at++;
      else if (words.here === ')') {
        words.at++;
        return;
      } else {
        const end = Math.max(from + 1, Math.min(words.at, lineEnd(words.text, from)));
        throw new Fault(from, end, 'A pattern of "case" ends with ")"');
      }
    }
  }
}

function unclosed(open: number, name: string): Fault {
  const closer = { if: 'fi', case: 'esac', '{': '}', '(': ')', '$(': ')', '<(': ')', '>(': ')' }[name] ?? 'done';
  return new Fault(open, open + name.length, `This "${name}" is never closed; "${closer}" is missing`);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
