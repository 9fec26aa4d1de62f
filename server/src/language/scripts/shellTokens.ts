/**
 * What the grammar of the shell is made of, read off its words: plain words that open and close, line breaks, redirections;
 * and the faults where one is missing or out of place. `shell.ts` puts them together.
 */

import { Fault } from './fault.ts';
import type { Words } from './shellWords.ts';

/** Words that close something, and what they close. */
export const closers: ReadonlyMap<string, string> = new Map([
  ['then', 'if'],
  ['elif', 'if'],
  ['else', 'if'],
  ['fi', 'if'],
  ['do', 'for" or "while'],
  ['done', 'do'],
  ['esac', 'case'],
  ['}', '{'],
]);

/** What stands here has nothing to close, or no place. */
export function unexpected(words: Words): Fault {
  const start = words.at;
  const token = peek(words) ?? /^(;;&|;;|;&|&&|\|\||.)/s.exec(words.text.slice(start))?.[0] ?? '';
  const end = start + token.length;
  const opener = closers.get(token);
  if (opener !== undefined) return new Fault(start, end, `"${token}" without "${opener}" before it`);
  if (token === ')') return new Fault(start, end, 'This ")" closes nothing');
  if (token.startsWith(';;') || token === ';&') return new Fault(start, end, `"${token}" stands outside "case"`);
  if (token === '') return new Fault(Math.max(0, start - 1), start, 'The script ends too early');
  return new Fault(start, end, `"${token}" cannot stand here`);
}

/** The plain word that stands here, without reading it. */
export function peek(words: Words): string | undefined {
  const match = /^[A-Za-z_!{}[\]]+/.exec(words.text.slice(words.at, words.at + 12));
  return match !== null && words.ended(words.at + match[0].length) ? match[0] : undefined;
}

/** Passes line breaks, and the here-documents behind them. */
export function newlines(words: Words): void {
  for (words.blanks(); words.here === '\n'; words.blanks()) words.lineBreak();
}

/** Passes a redirection; false where none stands. */
export function redirection(words: Words): boolean {
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

/** Passes the word or sign that closes what began at `open`. */
export function close(words: Words, word: string, open: number, name: string): void {
  words.blanks();
  const found = word === ')' ? words.here === ')' : peek(words) === word;
  if (found) words.at += word.length;
  else throw words.at >= words.text.length ? unclosed(open, name) : wanted(words, word, open, name);
}

/** Something else stands where what began at `open` goes on. */
export function wanted(words: Words, word: string, open: number, name: string): Fault {
  const token = peek(words) ?? words.here;
  const line = words.text.slice(0, open).split('\n').length;
  return new Fault(
    words.at,
    words.at + Math.max(1, token.length),
    `"${token}" stands where the "${name}" of line ${line} of the script wants "${word}"`,
  );
}

/** What began at `open` goes on to the end of the script. */
export function unclosed(open: number, name: string): Fault {
  const closer = { if: 'fi', case: 'esac', '{': '}', '(': ')', '$(': ')', '<(': ')', '>(': ')' }[name] ?? 'done';
  return new Fault(open, open + name.length, `This "${name}" is never closed; "${closer}" is missing`);
}
