/**
 * Says where a shell script does not follow the grammar of the shell; `shellWords.ts` reads its words.
 *
 * A reader of our own, because what npm offers is a Go runtime of a megabyte that takes a hundred milliseconds to start;
 * tests hold it against `bash -n`. It reports the first fault only, as a shell does.
 */

import { Fault, faultsOf, type ScriptFault, Unsure } from './fault.ts';
import { remembered } from './remembered.ts';
import { close, closers, newlines, peek, redirection, unclosed, unexpected, wanted } from './shellTokens.ts';
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
    if (words.at < words.text.length) throw unexpected(words);
  }

  private substitution(open: number, name: string): void {
    const { words } = this;
    this.list({ open, name, close: ')' });
    if (words.here !== ')') throw words.at >= words.text.length ? unclosed(open, name) : unexpected(words);
    words.at++;
  }

  /** Commands up to a word or sign that ends them. */
  private list(within: { open: number; name: string; close: string } | undefined): void {
    const { words } = this;
    if (++this.depth > deepest) throw new Unsure();
    newlines(words);
    while (words.at < words.text.length) {
      const token = peek(words);
      if (words.here === ')' || (token !== undefined && closers.has(token))) break;
      // In a script of one word such as "}" nothing else can begin with these signs.
      if (words.starts(';;') || words.starts(';&')) break;
      this.andOr();
      words.blanks();
      const separated =
        (words.here === ';' && !/^;[;&]/.test(words.text.slice(words.at, words.at + 2))) || words.here === '&';
      if (separated) words.at++;
      else if (words.here !== '\n') break;
      newlines(words);
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
      newlines(words);
      const token = peek(words);
      if (words.at >= words.text.length || words.here === ')' || (token !== undefined && closers.has(token)))
        throw new Fault(start, start + operator.length, `No command stands behind "${operator}"`);
    }
  }

  private command(): void {
    const { words } = this;
    words.blanks();
    const start = words.at;
    const token = peek(words);
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
        close(words, '}', start, '{');
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
        newlines(words);
        this.command();
        return;
      case 'coproc':
        throw new Unsure();
      default:
        if (words.here === '(') {
          if (words.starts('((') && words.arithmetic(words.at + 2)) break;
          words.at++;
          this.filled(start, '(');
          close(words, ')', start, '(');
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
    for (words.blanks(); redirection(words); words.blanks());
    if (words.ended() && words.here !== '(') return;
    const start = words.at;
    // A closing word is reported by whoever waits for it.
    const token = peek(words);
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
      if (redirection(words)) {
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
    if (seen === 0) throw unexpected(words);
  }

  /** `name () command`. */
  private functionBody(first: number): boolean {
    const { words } = this;
    const match = /^\(\s*\)/.exec(words.text.slice(words.at, words.at + 20));
    if (match === null || /[="'`]/.test(words.text.slice(first, words.at))) return false;
    words.at += match[0].length;
    newlines(words);
    const token = peek(words);
    if (words.here !== '(' && !['{', 'if', 'for', 'while', 'until', 'case', 'select', '[['].includes(token ?? ''))
      throw new Fault(first, words.at, 'A function needs its commands between "{" and "}"');
    this.command();
    return true;
  }

  /** A list that must hold a command. */
  private filled(open: number, name: string): void {
    const { words } = this;
    const before = words.at;
    newlines(words);
    const begin = words.at;
    this.list(undefined);
    if (words.at >= words.text.length) throw unclosed(open, name);
    if (words.at === begin) {
      const token = peek(words) ?? words.here;
      if (!closers.has(token) && token !== ')') throw unexpected(words);
      throw new Fault(
        words.at,
        words.at + token.length,
        `No command stands before "${token}"; write ":" to do nothing`,
      );
    }
    if (words.at < before) throw new Unsure();
  }

  private conditional(start: number): void {
    const { words } = this;
    words.at += 2;
    this.filled(start, 'if');
    close(words, 'then', start, 'if');
    for (;;) {
      this.filled(start, 'if');
      const token = peek(words);
      if (token === 'elif') {
        words.at += 4;
        this.filled(start, 'if');
        close(words, 'then', start, 'if');
      } else if (token === 'else') {
        words.at += 4;
        this.filled(start, 'if');
        close(words, 'fi', start, 'if');
        return;
      } else {
        close(words, 'fi', start, 'if');
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
      newlines(words);
      if (peek(words) === 'in') {
        words.at += 2;
        for (words.blanks(); !words.ended() || words.starts('<('); words.blanks()) words.word();
        if (words.here === '(') throw new Fault(words.at, words.at + 1, 'Unexpected "("');
      }
    }
    words.blanks();
    if (words.here === ';') words.at++;
    newlines(words);
    if (peek(words) === '{') {
      words.at++;
      this.filled(start, name);
      close(words, '}', start, name);
    } else this.doDone(start, name);
  }

  private doDone(start: number, name: string): void {
    const { words } = this;
    close(words, 'do', start, name);
    this.filled(start, name);
    close(words, 'done', start, name);
  }

  private choice(start: number): void {
    const { words } = this;
    words.at += 4;
    words.blanks();
    if (words.ended()) throw new Fault(start, start + 4, '"case" needs a word');
    words.whole = true;
    words.word();
    words.whole = false;
    newlines(words);
    close(words, 'in', start, 'case');
    for (;;) {
      newlines(words);
      if (words.at >= words.text.length) throw unclosed(start, 'case');
      if (peek(words) === 'esac') break;
      if (words.here === '(') words.at++;
      this.patterns(start);
      this.list(undefined);
      words.blanks();
      if (words.at >= words.text.length) throw unclosed(start, 'case');
      const end = [';;&', ';;', ';&'].find((each) => words.starts(each));
      if (end !== undefined) words.at += end.length;
      else if (peek(words) !== 'esac') throw wanted(words, 'esac', start, 'case');
    }
    words.at += 4;
  }

  private patterns(start: number): void {
    const { words } = this;
    for (;;) {
      words.blanks();
      if (words.at >= words.text.length) throw unclosed(start, 'case');
      const from = words.at;
      if (words.word() === '') throw unexpected(words);
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

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
