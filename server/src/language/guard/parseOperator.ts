/** Reads the operators of Guard, and tells those of other languages that are written in their place. */

import { nearest } from '../nearest.ts';
import type { Range } from '../problem.ts';
import { breaksBetween, fault, match, peekWord, type Scanner } from './scan.ts';
import type { Word } from './tree.ts';
import { unaryOperators } from './words.ts';

/** A word behind a name that looks like an operator, on the same line: two rules are not written so. */
export function isOddWord(reader: Scanner, end: number): boolean {
  const word = peekWord(reader);
  if (word === undefined || breaksBetween(reader.text, end, reader.at)) return false;
  return unknownOperator(reader, word) !== undefined;
}

function unknownOperator(reader: Scanner, word: string): 'unknown' | undefined {
  const meant = nearest(word.toLowerCase(), [...unaryOperators, 'in']);
  if (meant === undefined) return undefined;
  const place = { start: reader.at, end: reader.at + word.length };
  fault(reader, place, `"${word}" is no operator; did you mean "${meant}"?`, meant);
  return 'unknown';
}

interface Operator {
  operator: Word;
  negated: boolean;
  binary: boolean;
}

/** The operator of a comparison; nothing is moved over where none stands. */
export function readOperator(reader: Scanner): Operator | 'unknown' | undefined {
  const start = reader.at;
  const sign = match(reader, /(?:keys|KEYS)\s+(?===|!=|in\b|IN\b|not\s+in\b|NOT\s+IN\b|!\s*in\b)/y);
  if (sign !== undefined) reader.at += sign.length;
  const from = reader.at;
  const symbol = match(reader, /===?|!==?|>=|=>|<=|>|<(?!<)|=|:=/y);
  if (symbol !== undefined) return readSymbol(reader, symbol);
  const negation = match(reader, /(?:not|NOT)\s+|!\s*/y) ?? '';
  reader.at += negation.length;
  const word = peekWord(reader);
  const lower = word === word?.toUpperCase() ? word?.toLowerCase() : word;
  if (lower !== undefined && (lower === 'in' || unaryOperators.includes(lower))) {
    const operator = { text: lower, start: reader.at, end: reader.at + lower.length };
    reader.at = operator.end;
    return { operator, negated: negation !== '', binary: lower === 'in' };
  }
  // `not` may begin the next clause, but not on the same line.
  const odd =
    word !== undefined &&
    (negation !== '' ? !breaksBetween(reader.text, reader.text.slice(0, from).trimEnd().length, from) : false);
  if (odd && unknownOperator(reader, word) !== undefined) return 'unknown';
  reader.at = start;
  return undefined;
}

function readSymbol(reader: Scanner, symbol: string): Operator | 'unknown' {
  const place: Range = { start: reader.at, end: reader.at + symbol.length };
  const meant = { '=': '==', ':=': '==', '===': '==', '!==': '!=', '=>': '>=' }[symbol];
  if (meant !== undefined) {
    fault(reader, place, `"${symbol}" is no operator; did you mean "${meant}"?`, meant);
    return 'unknown';
  }
  reader.at = place.end;
  return { operator: { text: symbol, ...place }, negated: false, binary: true };
}
