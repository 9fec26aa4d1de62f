/**
 * Reads a Guard policy into its tree. What is wrong is reported once, and reading goes on at the next line or brace.
 *
 * The grammar is that of Guard 2 and 3 as their own parser reads it: clauses need no line of their own, `or` binds tighter
 * than what stands one below the other, and a name without an operator is the use of a rule.
 * See https://docs.aws.amazon.com/cfn-guard/latest/ug/writing-rules.html.
 */

import type { Range } from '../problem.ts';
import { isOddWord, readOperator } from './parseOperator.ts';
import { deeper, type Reader, readQuery, readValue } from './parseValue.ts';
import {
  breaksBetween,
  fault,
  lineEnd,
  match,
  named,
  peekWord,
  scanner,
  skipBlanks,
  take,
  takeKeyword,
  takeMessage,
  takeString,
  takeWord,
  thingAt,
} from './scan.ts';
import type { Body, Clause, Let, PolicyTree, Query, RuleBlock, Statement, Value, Word } from './tree.ts';
import { unaryOperators } from './words.ts';

/** Reads a text, whatever it is. */
export function parsePolicy(text: string): PolicyTree {
  const reader: Reader = { ...scanner(text), depth: 0, conditions: readConditions };
  const statements: Statement[] = [];
  for (;;) {
    statements.push(...readStatements(reader, true));
    if (reader.at >= text.length) break;
    // The closing brace of no block.
    fault(reader, { start: reader.at, end: reader.at + 1 }, '"}" closes no block');
    reader.at++;
  }
  return { statements, faults: reader.faults, comments: reader.comments };
}

/** Statements up to a closing brace, which is left, or to the end. */
function readStatements(reader: Reader, top: boolean): Statement[] {
  const statements: Statement[] = [];
  for (;;) {
    skipBlanks(reader);
    if (reader.at >= reader.text.length || reader.text[reader.at] === '}') return statements;
    if (!top && isRule(reader)) return statements;
    const before = reader.at;
    const faults = reader.faults.length;
    const found = deeper(reader, () => readStatement(reader, top)) ?? [];
    statements.push(...found);
    const broken = reader.faults.length > faults || reader.at === before;
    if (broken && !endsWhole(reader, found.at(-1))) statements.push(...recover(reader, before));
  }
}

/** True for a block or text that was read to its end, though something inside it is wrong. */
function endsWhole(reader: Reader, last: Statement | undefined): boolean {
  return last !== undefined && last.end === reader.at && reader.text[reader.at - 1] === '}';
}

/** Moves on to the next line, or behind the block that begins on this one, so that one fault is told once. */
function recover(reader: Reader, before: number): Statement[] {
  const { text } = reader;
  while (reader.at < text.length) {
    const next = text[reader.at];
    if (next === '\n' && reader.at > before) return [];
    if (next === '}') return [];
    if (next === '{') return deeper(reader, () => readBody(reader)?.statements) ?? [];
    if (next === '#') skipBlanks(reader);
    else if (match(reader, /"[^"\n]*"|'[^'\n]*'/y) !== undefined) takeString(reader);
    else if (match(reader, /<<[\s\S]*?>>/y) !== undefined) takeMessage(reader);
    else reader.at++;
  }
  return [];
}

function isRule(reader: Reader): boolean {
  return match(reader, /rule[ \t]+[A-Za-z_]\w*\s*(?:\(|\{|when\b|WHEN\b)/y) !== undefined;
}

/** `rule` begins a rule, unless an operator behind it makes it the key of an item. */
const ruleHead = new RegExp(
  `rule(?=\\s+[A-Za-z_{(\\d]|\\s*\\{)(?!\\s+(?:in|not|or|${unaryOperators.join('|')})\\b(?!\\s*[{(]))`,
  'y',
);

function readStatement(reader: Reader, top: boolean): Statement[] {
  if (top && match(reader, ruleHead) !== undefined) return readRule(reader);
  if (match(reader, /let\s/y) !== undefined) return readLet(reader);
  return readDisjunction(reader, true);
}

function readRule(reader: Reader): RuleBlock[] {
  const start = reader.at;
  takeKeyword(reader, 'rule');
  skipBlanks(reader);
  const name = takeWord(reader);
  if (name === undefined) {
    const thing = thingAt(reader);
    return fault(reader, thing, `Expected the name of the rule, found ${named(reader, thing)}`) ?? [];
  }
  const parameters = readParameters(reader);
  skipBlanks(reader);
  const conditions = takeKeyword(reader, 'when') ? readWhen(reader) : [];
  const from = reader.at;
  // Without its opening brace, the rule still ends with the closing one.
  const body = readBody(reader, `rule "${name.text}"`, name) ?? readRest(reader, from, name);
  return [{ type: 'rule', name, parameters, conditions, body, start, end: reader.at }];
}

function readParameters(reader: Reader): Word[] {
  const open = reader.at;
  if (!take(reader, '(')) return [];
  const parameters: Word[] = [];
  for (;;) {
    skipBlanks(reader);
    if (take(reader, ')')) return parameters;
    const word = takeWord(reader);
    if (word === undefined) break;
    parameters.push(word);
    skipBlanks(reader);
    take(reader, ',');
  }
  fault(reader, { start: open, end: open + 1 }, 'The parameters are not closed: ")" is missing');
  return parameters;
}

/** The conditions behind `when`, up to the brace. */
function readWhen(reader: Reader): Statement[] {
  skipBlanks(reader);
  const from = reader.at;
  const conditions = readConditions(reader, '{');
  if (conditions.length === 0 && reader.text[from] === '{')
    fault(reader, { start: from, end: from + 1 }, 'Expected a condition behind "when"');
  return conditions;
}

/** Clauses up to a closing sign, which is left. */
function readConditions(reader: Reader, close: string): Statement[] {
  const conditions: Statement[] = [];
  for (;;) {
    skipBlanks(reader);
    const next = reader.text[reader.at];
    if (next === undefined || next === close || next === '}') return conditions;
    const before = reader.at;
    const faults = reader.faults.length;
    conditions.push(...(deeper(reader, () => readDisjunction(reader, close === ']')) ?? []));
    if (reader.at === before || reader.faults.length > faults) {
      // What is left of the conditions is passed over: their end is what the rest hangs on.
      while (reader.at < reader.text.length && !`${close}}\n`.includes(reader.text[reader.at] ?? ''))
        if (takeString(reader) === undefined) reader.at++;
      return conditions;
    }
  }
}

function readBody(reader: Reader, of = 'block', head?: Word): Body | undefined {
  skipBlanks(reader);
  const start = reader.at;
  if (!take(reader, '{')) {
    const thing = thingAt(reader);
    // What should stand in the block was read as the conditions in front of it.
    if (head && (reader.text[reader.at] ?? '}') === '}')
      return fault(reader, head, `The ${of} has no "{" that begins it`);
    return fault(reader, thing, `Expected "{" to begin the ${of}, found ${named(reader, thing)}`);
  }
  const faults = reader.faults.length;
  const statements = readStatements(reader, false);
  const whole = take(reader, '}');
  if (whole && statements.length === 0 && reader.faults.length === faults)
    fault(reader, { start, end: start + 1 }, `The ${of} has no clause in it`);
  // An outer block that is not closed either lacks the same brace.
  if (!whole && !reader.faults.some(({ message }) => message.startsWith(unclosedBlock)))
    fault(reader, { start, end: start + 1 }, `${unclosedBlock}: "}" is missing`);
  return { statements, start, end: reader.at };
}

/** The body of a rule whose head could not be read to its end. */
function readRest(reader: Reader, start: number, name: Word): Body {
  const odd = !breaksBetween(reader.text, name.end, reader.at) && match(reader, /[^{}]*\{/y);
  if (odd) reader.at += odd.length;
  const statements = readStatements(reader, false);
  take(reader, '}');
  return { statements, start, end: reader.at };
}

const unclosedBlock = 'The block is not closed';

function readLet(reader: Reader): Let[] {
  const start = reader.at;
  takeKeyword(reader, 'let');
  skipBlanks(reader);
  if (take(reader, '%')) {
    const place = { start: reader.at - 1, end: reader.at };
    fault(reader, place, 'A variable has its "%" where it is used, not where it is assigned', '');
  }
  const name = takeWord(reader);
  skipBlanks(reader);
  const sign = name && (match(reader, /:?=(?!=)/y) ?? '');
  if (name === undefined || !sign) {
    const thing = thingAt(reader);
    const wanted = name === undefined ? 'the name of a variable' : `"=" behind "${name.text}"`;
    return (
      fault(
        reader,
        thing,
        `Expected ${wanted}, found ${named(reader, thing)}`,
        sign === '' && thing.end - thing.start === 2 && reader.text.startsWith('==', thing.start) ? '=' : undefined,
      ) ?? []
    );
  }
  reader.at += sign.length;
  const from = reader.at;
  skipBlanks(reader);
  const startsNext = breaksBetween(reader.text, from, reader.at) && /^(?:let|rule|when)$/.test(peekWord(reader) ?? '');
  const value = startsNext
    ? fault(reader, { start: name.start, end: name.end }, `"${name.text}" is assigned nothing`)
    : readValue(reader);
  return [{ type: 'let', name, value, start, end: value?.end ?? from }];
}

/** Clauses joined by `or`. @param blocks whether a brace behind a query begins a block, and not what `when` stands for. */
function readDisjunction(reader: Reader, blocks: boolean): Clause[] {
  const clauses: Clause[] = [];
  for (;;) {
    const clause = readClause(reader, blocks, clauses.length > 0);
    if (clause === undefined) return clauses;
    clauses.push(clause);
    const end = reader.at;
    skipBlanks(reader);
    const or = match(reader, /(?:or|OR)\b|\|OR\||\|\|/y);
    if (or === undefined || or === '||') {
      const joined =
        or ?? (breaksBetween(reader.text, end, reader.at) ? undefined : match(reader, /(?:and|AND)\b|&&/y));
      if (joined === '||') fault(reader, thingAt(reader), '"||" is no operator of Guard; write "or"', 'or');
      else if (joined !== undefined)
        fault(
          reader,
          thingAt(reader),
          `"${joined}" is no operator of Guard; clauses one below the other all have to hold`,
        );
      else reader.at = end;
      return clauses;
    }
    reader.at += or.length;
    skipBlanks(reader);
  }
}

function readClause(reader: Reader, blocks: boolean, alternative: boolean): Clause | undefined {
  const start = reader.at;
  if (blocks && match(reader, /(?:when|WHEN)\s/y) !== undefined) {
    takeKeyword(reader, 'when');
    const conditions = readWhen(reader);
    const body = readBody(reader);
    return body && { type: 'when', alternative, message: undefined, conditions, body, start, end: reader.at };
  }
  const type = match(reader, /[A-Za-z_]\w*(?:::\w*)+/y);
  if (type !== undefined) return readTypeBlock(reader, type, alternative);
  const negated = match(reader, /(?:not|NOT)\s+|!\s*(?!=)/y);
  if (negated !== undefined) reader.at += negated.length;
  const query = readQuery(reader);
  if (query === undefined) return undefined;
  const use = ruleNameOf(query);
  const end = reader.at;
  skipBlanks(reader);
  const comparison = readOperator(reader);
  if (comparison === 'unknown') return undefined;
  const opens = comparison?.operator.text === 'empty' && blocks && opensBlock(reader);
  if (comparison !== undefined && !opens) {
    if (query.segments[0]?.type === 'call')
      return fault(reader, query, 'A function is called in "let" or behind an operator, not in front of one');
    const { operator, binary } = comparison;
    skipBlanks(reader);
    const value: Value | undefined = binary ? readValue(reader) : undefined;
    if (binary && value === undefined) return undefined;
    const message = readMessage(reader);
    const turned = (negated !== undefined) !== comparison.negated;
    return { type: 'comparison', alternative, query, negated: turned, operator, value, message, start, end: reader.at };
  }
  skipBlanks(reader);
  const when = match(reader, /(?:when|WHEN)\s/y) !== undefined && !breaksBetween(reader.text, end, reader.at);
  if (blocks && (when || reader.text[reader.at] === '{')) {
    const conditions = when && takeKeyword(reader, 'when') ? readWhen(reader) : [];
    const body = readBody(reader);
    return body && { type: 'block', alternative, query, conditions, body, message: undefined, start, end: reader.at };
  }
  if (isOddWord(reader, end)) return undefined;
  if (use === undefined) {
    const thing = thingAt(reader);
    const what = reader.text.slice(query.start, query.end).split('\n', 1)[0] ?? '';
    const about = what.length > 40 ? 'the query' : `"${what}"`;
    return fault(
      reader,
      thing.start >= query.end && !breaksBetween(reader.text, query.end, thing.start) ? thing : query,
      `Expected a comparison behind ${about}, such as "exists" or "=="`,
    );
  }
  reader.at = end;
  const message = readMessage(reader);
  return { type: 'use', alternative, ...use, message, start, end: reader.at };
}

/** True before a brace; `query not empty { … }` is a block that must find something. */
function opensBlock(reader: Reader): boolean {
  return match(reader, /\s*\{/y) !== undefined;
}

/** A query that is a mere name, or a name with arguments, is the use of a rule. */
function ruleNameOf({ segments, some }: Query): { name: Word; arguments: Value[] | undefined } | undefined {
  const [only, second] = segments;
  if (some || only === undefined || second !== undefined) return undefined;
  if (only.type === 'call') return { name: only.call.name, arguments: only.call.arguments };
  if (only.type !== 'key' || only.quoted) return undefined;
  return { name: { text: only.name, start: only.start, end: only.end }, arguments: undefined };
}

function readMessage(reader: Reader): Range | undefined {
  const end = reader.at;
  skipBlanks(reader);
  const message = takeMessage(reader);
  if (message === undefined) reader.at = end;
  return message;
}

/** `AWS::S3::Bucket when … { … }`, or with a single clause in place of the block. */
function readTypeBlock(reader: Reader, text: string, alternative: boolean): Clause | undefined {
  const start = reader.at;
  reader.at += text.length;
  const name = { text, start, end: reader.at };
  skipBlanks(reader);
  const conditions = takeKeyword(reader, 'when') ? readWhen(reader) : [];
  skipBlanks(reader);
  const from = reader.at;
  if (reader.text[from] === '{' || conditions.length > 0) {
    const body = readBody(reader);
    return body && { type: 'type', alternative, name, conditions, body, message: undefined, start, end: reader.at };
  }
  if (from >= reader.text.length || reader.text[from] === '}' || lineEnd(reader.text, name.end) < from)
    return fault(reader, name, `Expected a block or a clause behind "${text}"`);
  const statements = readDisjunction(reader, true);
  const body = { statements, start: from, end: reader.at };
  return statements.length === 0
    ? undefined
    : { type: 'type', alternative, name, conditions, body, message: undefined, start, end: reader.at };
}
