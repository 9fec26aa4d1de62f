/** Reads queries and values of a Guard policy. Filters hold clauses, for which the parser of clauses is passed in. */

import {
  breaksBetween,
  fault,
  match,
  named,
  type Scanner,
  skipBlanks,
  take,
  takeKeyword,
  takeRegex,
  takeString,
  takeWord,
  thingAt,
} from './scan.ts';
import type { Call, Literal, Query, Segment, Statement, Value, Word } from './tree.ts';

/** A scanner with what the grammar of values needs of the grammar of clauses. */
export interface Reader extends Scanner {
  depth: number;
  /** Clauses up to a closing sign, which is left. */
  conditions(reader: Reader, close: string): Statement[];
}

/** Deeper than anybody writes, and shallow enough for every stack. */
const deepest = 60;

/** Runs something one level deeper; too deep, it reports that and gives the rest of the text up. */
export function deeper<T>(reader: Reader, run: () => T): T | undefined {
  if (reader.depth >= deepest) {
    fault(reader, thingAt(reader), `The policy is nested more than ${deepest} levels deep`);
    reader.at = reader.text.length;
    return undefined;
  }
  reader.depth++;
  const result = run();
  reader.depth--;
  return result;
}

/** `some a.b[*].%c['d'][ filter ]`. Undefined, and reported, where none begins. */
export function readQuery(reader: Reader): Query | undefined {
  const start = reader.at;
  const some = match(reader, /(?:some|SOME)(?=[\s#])/y) !== undefined && takeKeyword(reader, 'some');
  if (some) skipBlanks(reader);
  const faults = reader.faults.length;
  const first = readFirst(reader);
  if (first === undefined && reader.faults.length > faults) return undefined;
  if (first === undefined) {
    const thing = thingAt(reader);
    return fault(reader, thing, `Expected a query or a rule, found ${named(reader, thing)}`);
  }
  const segments = [first];
  for (;;) {
    const end = reader.at;
    skipBlanks(reader);
    const bracket = reader.text[reader.at] === '[' && !breaksBetween(reader.text, end, reader.at);
    if (reader.text[reader.at] !== '.' && !bracket) {
      reader.at = end;
      return { type: 'query', some, segments, start, end };
    }
    const segment = bracket ? deeper(reader, () => readBracket(reader)) : readDotted(reader);
    if (segment === undefined) return undefined;
    segments.push(segment);
  }
}

function readFirst(reader: Reader): Segment | undefined {
  const { at: start, text } = reader;
  if (text[start] === '%') return readVariable(reader);
  if (take(reader, '*')) return { type: 'each', start, end: reader.at };
  const quoted = takeString(reader);
  if (quoted !== undefined) return keyOf(quoted.text, quoted.start, quoted.end, true);
  const word = takeWord(reader);
  if (word === undefined) return text[start] === '[' ? deeper(reader, () => readBracket(reader)) : undefined;
  if (/^(?:this|THIS)$/.test(word.text)) return { type: 'this', start, end: reader.at };
  if (reader.text[reader.at] === '(') {
    const call = readArguments(reader, word);
    return { type: 'call', call, start, end: call.end };
  }
  return keyOf(word.text, word.start, word.end, false);
}

function keyOf(name: string, start: number, end: number, quoted: boolean): Segment {
  return { type: 'key', name, quoted, start, end };
}

function readVariable(reader: Reader): Segment | undefined {
  const start = reader.at;
  reader.at++;
  const word = takeWord(reader);
  if (word === undefined) return fault(reader, { start, end: reader.at }, 'Expected the name of a variable behind "%"');
  return { type: 'variable', name: word.text, start, end: word.end };
}

function readDotted(reader: Reader): Segment | undefined {
  const dot = reader.at;
  reader.at++;
  skipBlanks(reader);
  const start = reader.at;
  if (take(reader, '*')) return { type: 'each', start, end: reader.at };
  if (reader.text[start] === '%') return readVariable(reader);
  const quoted = takeString(reader);
  if (quoted !== undefined) return keyOf(quoted.text, quoted.start, quoted.end, true);
  const number = match(reader, /-?\d+/y);
  if (number !== undefined) {
    reader.at += number.length;
    return { type: 'index', start, end: reader.at };
  }
  const word = takeWord(reader);
  if (word !== undefined) return keyOf(word.text, word.start, word.end, false);
  const missing = { start: dot, end: dot + 1 };
  return fault(reader, missing, 'Expected a name, an index or "*" behind "."');
}

/** `[*]`, `[0]`, `['key']`, `[%variable]` or `[ filter ]`. */
function readBracket(reader: Reader): Segment | undefined {
  const start = reader.at;
  reader.at++;
  skipBlanks(reader);
  const simple = match(reader, /(?:\*|-?\d+)(?=\s*\])/y);
  if (simple !== undefined) {
    reader.at = reader.text.indexOf(']', reader.at) + 1;
    return { type: simple === '*' ? 'each' : 'index', start, end: reader.at };
  }
  const quoted = match(reader, /(?:"[^"\n]*"|'[^'\n]*')(?=\s*\])/y);
  if (quoted !== undefined) {
    const from = reader.at;
    reader.at = reader.text.indexOf(']', from + quoted.length) + 1;
    return keyOf(quoted.slice(1, -1), from, from + quoted.length, true);
  }
  const variable = match(reader, /%\w+(?=\s*\])/y);
  if (variable !== undefined) {
    const from = reader.at;
    reader.at = reader.text.indexOf(']', from) + 1;
    return { type: 'variable', name: variable.slice(1), start: from, end: from + variable.length };
  }
  const capture = readCapture(reader);
  const conditions = reader.conditions(reader, ']');
  if (!take(reader, ']')) return fault(reader, { start, end: start + 1 }, 'The filter is not closed: "]" is missing');
  if (conditions.length === 0 && capture === undefined)
    return fault(reader, { start, end: reader.at }, 'Expected an index, "*" or a condition between the brackets');
  return { type: 'filter', capture, conditions, start, end: reader.at };
}

/** `name |` at the start of a filter binds the key that it is at. */
function readCapture(reader: Reader): Word | undefined {
  const found = match(reader, /[A-Za-z_]\w*(?=\s*(?:\|(?!OR\|)|\]))/y);
  if (found === undefined) return undefined;
  const word = takeWord(reader);
  skipBlanks(reader);
  take(reader, '|');
  skipBlanks(reader);
  return word;
}

/** `name(argument, …)`, with the scanner at the parenthesis. */
function readArguments(reader: Reader, name: Word): Call {
  const open = reader.at;
  reader.at++;
  const list = deeper(reader, () => readItems(reader, ')', open)) ?? [];
  return { type: 'call', name, arguments: list, start: name.start, end: reader.at };
}

/** A value, a query or a call of a function. Undefined, and reported, where none begins. */
export function readValue(reader: Reader): Value | undefined {
  const start = reader.at;
  const literal = readLiteral(reader);
  if (literal !== undefined) return literal;
  const next = reader.text[start];
  if (next === undefined || !/[A-Za-z_%*]/.test(next)) {
    const thing = thingAt(reader);
    return fault(reader, thing, `Expected a value, found ${named(reader, thing)}`);
  }
  const query = readQuery(reader);
  const [first] = query?.segments ?? [];
  return query !== undefined && query.segments.length === 1 && first?.type === 'call' ? first.call : query;
}

function readLiteral(reader: Reader): Literal | undefined {
  const { at: start } = reader;
  const quoted = takeString(reader) ?? takeRegex(reader);
  if (quoted !== undefined) return quoted;
  const number = match(reader, /[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y);
  if (number !== undefined) return literal(reader, 'number', number);
  const word = match(reader, /(?:true|True|TRUE|false|False|FALSE|null|Null|NULL)(?![\w.[(])/y);
  if (word !== undefined) return literal(reader, /^null$/i.test(word) ? 'null' : 'boolean', word);
  if (match(reader, /r[[(]/y) !== undefined) return readRange(reader);
  if (reader.text[start] === '[') {
    const items = deeper(reader, () => {
      reader.at++;
      return readItems(reader, ']', start);
    });
    return { type: 'list', items: items ?? [], start, end: reader.at };
  }
  return reader.text[start] === '{' ? deeper(reader, () => readMap(reader)) : undefined;
}

function literal(reader: Reader, type: 'number' | 'boolean' | 'null' | 'range', text: string): Literal {
  const start = reader.at;
  reader.at += text.length;
  return { type, start, end: reader.at };
}

/** `r[1, 10)`: from and to, either of them in or out. */
function readRange(reader: Reader): Literal {
  const start = reader.at;
  const end = '[-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?|\'[^\'\\n]\'|"[^"\\n]"';
  const whole = match(reader, new RegExp(`r[[(]\\s*(?:${end})\\s*,\\s*(?:${end})\\s*[\\])]`, 'y'));
  if (whole !== undefined) return literal(reader, 'range', whole);
  reader.at += match(reader, /r[[(][^\])\n]*[\])]?/y)?.length ?? 2;
  fault(reader, { start, end: reader.at }, 'A range is written "r[1, 10]", with ( or ) where an end is left out');
  return { type: 'range', start, end: reader.at };
}

function readItems(reader: Reader, close: ')' | ']', open: number): Value[] {
  const items: Value[] = [];
  const faults = reader.faults.length;
  let comma = open;
  for (;;) {
    skipBlanks(reader);
    if (reader.text[reader.at] === close) {
      if (items.length > 0) fault(reader, { start: comma, end: comma + 1 }, 'Expected a value behind ","', '');
      reader.at++;
      return items;
    }
    const item = reader.at < reader.text.length ? readValue(reader) : unclosed(reader, open, close);
    if (item === undefined) return items;
    if (close === ']' && item.type === 'query')
      fault(reader, item, 'A list holds values only, no queries and no variables');
    items.push(item);
    skipBlanks(reader);
    comma = reader.at;
    if (take(reader, ',')) continue;
    if (take(reader, close)) return items;
    if (/["'/\d[{%]/.test(reader.text[reader.at] ?? '') && close === ']') {
      const thing = thingAt(reader);
      fault(reader, thing, 'Expected "," between two values');
      continue;
    }
    // A text in it that is not closed has taken the closing sign along.
    if (reader.faults.length === faults) unclosed(reader, open, close);
    return items;
  }
}

function unclosed(reader: Reader, open: number, close: string): undefined {
  return fault(reader, { start: open, end: open + 1 }, `"${reader.text[open]}" is not closed: "${close}" is missing`);
}

function readMap(reader: Reader): Literal {
  const start = reader.at;
  const entries: { key: Word; value: Value }[] = [];
  reader.at++;
  for (;;) {
    skipBlanks(reader);
    if (take(reader, '}')) break;
    const key = takeString(reader) ?? takeWord(reader);
    skipBlanks(reader);
    if (key === undefined || !take(reader, ':')) {
      if (reader.at >= reader.text.length) unclosed(reader, start, '}');
      else {
        const thing = thingAt(reader);
        fault(reader, thing, `Expected ${key === undefined ? 'a key' : '":"'}, found ${named(reader, thing)}`);
        reader.at += match(reader, /[^{}\n]*\}?/y)?.length ?? 0;
      }
      break;
    }
    skipBlanks(reader);
    const value = readValue(reader);
    if (value === undefined) break;
    entries.push({ key: { text: key.text, start: key.start, end: key.end }, value });
    skipBlanks(reader);
    if (!take(reader, ',') && reader.text[reader.at] !== '}') {
      const thing = thingAt(reader);
      fault(reader, thing, `Expected "," or "}", found ${named(reader, thing)}`);
      break;
    }
  }
  return { type: 'map', entries, start, end: reader.at };
}
