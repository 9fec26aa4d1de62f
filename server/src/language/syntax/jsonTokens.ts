/**
 * Splits a text that should be JSON into tokens; what JSON does not know becomes a token with a fault, never an exception.
 */

import type { Fix } from '../problem.ts';
import { indentOf } from './jsonLayout.ts';

export type TokenKind = '{' | '}' | '[' | ']' | ':' | ',' | 'text' | 'word';

export interface Token {
  kind: TokenKind;
  start: number;
  end: number;
  /** What is wrong with the token itself. */
  fault?: string;
  /** What mends it. */
  mend?: Fix;
  /** Of a text: where its content begins and ends. */
  inner?: { start: number; end: number };
}

const value = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;
// A text goes on behind a line break only when its closing quote is where a text may end.
const later = /[^"\n]*(?:\n[^"\n]*){1,20}"[ \t]*(?:[,}\]]|\r?\n|$)/y;
const validEscape = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;

const reference = /\{\{[^{}\n]*\}\}[^\s,:{}[\]"]*/y;

const unquoted = 'Not a JSON value; texts need double quotes';
const tooMany = 'A quote too many';
const unclosed = 'This text is not closed; a double quote is missing';
const lineBreak = 'Line breaks and control characters cannot stand in a JSON text; write \\n';
const comment = 'JSON has no comments; the service refuses them';

/** All tokens of a text. Comments are reported through `report` and left out. */
export function* tokens(text: string, report: (message: string, start: number, end: number) => void): Generator<Token> {
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (isSpace(text.charCodeAt(at))) at++;
    else if (character === '/' && (text.startsWith('//', at) || text.startsWith('/*', at))) {
      const end = commentEnd(text, at);
      report(comment, at, lineEnd(text, at, end));
      at = end;
    } else {
      const token = next(text, at, character);
      yield token;
      at = token.end;
    }
  }
}

function next(text: string, start: number, character: string): Token {
  switch (character) {
    case '{':
      return text.startsWith('{{', start) ? word(text, start) : { kind: character, start, end: start + 1 };
    case '}':
    case '[':
    case ']':
    case ':':
    case ',':
      return { kind: character, start, end: start + 1 };
    case '"':
      return quoted(text, start);
    case "'": {
      const close = text.indexOf("'", start + 1);
      if (close < 0 || close > lineEnd(text, start)) return word(text, start);
      return {
        kind: 'text',
        start,
        end: close + 1,
        inner: { start: start + 1, end: close },
        fault: unquoted,
        mend: inDoubleQuotes(text, start, close + 1, text.slice(start + 1, close)),
      };
    }
    default:
      return word(text, start);
  }
}

/** A run of characters that is no text: a number, a Boolean, null, or what lacks its quotes. */
function word(text: string, start: number): Token {
  let end = start;
  while (end < text.length && !/[\s,:{}[\]"]/.test(text.charAt(end))) end++;
  reference.lastIndex = start;
  if (reference.test(text)) {
    const end = reference.lastIndex;
    const mend = inDoubleQuotes(text, start, end, text.slice(start, end));
    return { kind: 'word', start, end, fault: 'A {{ reference }} needs double quotes', mend };
  }
  // A second brace is a brace.
  if (end === start) return { kind: text.charAt(start) as TokenKind, start, end: start + 1 };
  const token: Token = { kind: 'word', start, end };
  const written = text.slice(start, end);
  if (!value.test(written)) {
    const stop = lineEnd(text, start);
    const quote = text.indexOf('"', start);
    if (quote >= 0 && quote < stop && closes(text, quote + 1)) {
      const mend: Fix = { title: 'Begin it with "', edits: [{ start, end: start, text: '"' }] };
      return { kind: 'text', start, end: quote + 1, inner: { start, end: quote }, fault: unquoted, mend };
    }
    const word = pythonWords[written];
    token.fault = unquoted;
    token.mend =
      word === undefined
        ? inDoubleQuotes(text, start, end, written)
        : { title: `Change to ${word}`, edits: [{ start, end, text: word }] };
  }
  return token;
}

function quoted(text: string, start: number): Token {
  const stop = lineEnd(text, start);
  let fault: string | undefined;
  const edits: Fix['edits'] = [];
  let end = start + 1;
  for (; end < stop; end++) {
    const code = text.charCodeAt(end);
    if (code === 34) break;
    if (code < 32) fault ??= lineBreak;
    if (code !== 92) continue;
    validEscape.lastIndex = end;
    const known = validEscape.test(text);
    if (!known) edits.push({ start: end, end, text: '\\' });
    if (!known) fault ??= `The escape "${text.slice(end, end + 2)}" is unknown to JSON; write \\\\ for a backslash`;
    if (end + 1 < stop) end++;
  }
  if (end >= stop) {
    later.lastIndex = stop;
    if (!later.test(text)) return open(text, start, stop);
    fault = lineBreak;
    end = text.indexOf('"', stop);
  }
  // The quote that closes this would open a value: a key lacks its own.
  const key = /^[\w.$-]+(?=:\s*$)/.exec(text.slice(start + 1, end))?.[0];
  if (key !== undefined && !closes(text, end + 1) && indentOf(text, start) !== undefined)
    return unclosedAt(start, start + 1 + key.length);
  const token: Token = { kind: 'text', start, end: end + 1, inner: { start: start + 1, end } };
  if (text.charAt(end + 1) === '"' && closes(text, end + 2)) {
    token.end++;
    fault ??= tooMany;
    token.mend = { title: 'Remove the quote', edits: [{ start: end + 1, end: end + 2, text: '' }] };
  }
  if (fault !== undefined) token.fault = fault;
  if (edits.length > 0 && fault !== lineBreak) token.mend = { title: 'Double the backslashes', edits };
  return token;
}

/** A text without its closing quote ends with its line; a comma there, or brackets opened before, are not part of it. */
function open(text: string, start: number, stop: number): Token {
  const content = text.slice(start + 1, stop).trim();
  const bracket = /^[{}[\]](?=,?$)/.exec(content)?.[0];
  if (bracket !== undefined) {
    const at = text.indexOf(bracket, start);
    const mend: Fix = { title: 'Remove the quote', edits: [{ start, end: start + 1, text: '' }] };
    return { kind: bracket as TokenKind, start: at, end: at + 1, fault: tooMany, mend };
  }
  const key = indentOf(text, start) === undefined ? undefined : /^[\w.$-]+(?=:\s)/.exec(content)?.[0];
  if (key !== undefined) return unclosedAt(start, start + 1 + key.length);
  let end = stop;
  while (end > start + 1 && /[\s,]/.test(text.charAt(end - 1))) end--;
  const lead = text.slice(text.lastIndexOf('\n', start) + 1, start);
  if (/[[{]/.test(lead)) while (end > start + 1 && /[\s\]}]/.test(text.charAt(end - 1))) end--;
  return unclosedAt(start, end);
}

function unclosedAt(start: number, end: number): Token {
  return {
    kind: 'text',
    start,
    end,
    inner: { start: start + 1, end },
    fault: unclosed,
    mend: { title: 'Close it with "', edits: [{ start: end, end, text: '"' }] },
  };
}

/** True where what stands before may be the end of a text or key. */
function closes(text: string, at: number): boolean {
  return /^[ \t]*(?:[:,}\]\r\n]|$)/.test(text.slice(at, at + 40));
}

const pythonWords: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' };

function inDoubleQuotes(text: string, start: number, end: number, inner: string): Fix {
  // A quote that stands right behind is the closing one of a text whose opening one is missing.
  const behind = text.charAt(end) === '"' ? end + 1 : end;
  return { title: 'Put double quotes around it', edits: [{ start, end: behind, text: JSON.stringify(inner) }] };
}

function lineEnd(text: string, at: number, limit = text.length): number {
  const found = text.indexOf('\n', at);
  const end = found < 0 ? limit : Math.min(found, limit);
  return text.charAt(end - 1) === '\r' && end - 1 > at ? end - 1 : end;
}

function commentEnd(text: string, at: number): number {
  if (text.startsWith('//', at)) return lineEnd(text, at);
  const close = text.indexOf('*/', at + 2);
  return close < 0 ? text.length : close + 2;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (code > 126 && /\s/.test(String.fromCharCode(code)));
}
