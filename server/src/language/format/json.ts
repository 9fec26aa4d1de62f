/**
 * Lays out JSON: one level of indentation for each bracket, one blank behind a colon or comma.
 *
 * An object or list that its author has put on one line stays there while it fits; one that is broken over lines has each
 * member on its own.
 */

import type { Range } from '../problem.ts';
import type { Edit } from '../syntax/edits.ts';
import { type Token, tokens } from '../syntax/jsonTokens.ts';
import { lineAt } from '../syntax/lines.ts';
import type { Node } from '../syntax/node.ts';

/** A longer line is broken up. */
const width = 120;

/** The edits that lay out one JSON value; blanks outside of it are touched only as far as the range goes. */
export function formatJson(text: string, root: Node, range: Range, given: string | undefined): Edit[] {
  const list = tokensOf(text, root);
  const lengths = lengthsOnOneLine(text, list);
  const line = lineAt(text, root.start);
  const base = range.start < root.start ? '' : text.slice(line.start, line.start + line.indent);
  const unit = given ?? indentOf(text);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const edits: Edit[] = [];
  const gap = (start: number, end: number, wanted: string): void => {
    if (text.slice(start, end) !== wanted) edits.push({ start, end, text: wanted });
  };
  gap(range.start, root.start, text.slice(range.start, root.start).replace(/[ \t\r\n]+/g, ''));

  /** Brackets that are open, and whether their members stand on lines of their own. */
  const open: boolean[] = [];
  let column = base.length;
  for (const [at, token] of list.entries()) {
    const before = list[at - 1];
    const broken = isClosing(token) ? open.pop() === true : open.at(-1) === true;
    if (before !== undefined) {
      const source = text.slice(before.end, token.start);
      const empty = isOpening(before) && isClosing(token);
      const breaks = broken && !empty && (isClosing(token) || isOpening(before) || before.kind === ',');
      // A blank line between members is kept; more than one is not.
      const blank = before.kind === ',' && (source.match(/\n/g)?.length ?? 0) > 1 ? newline : '';
      const lead = base + unit.repeat(open.length);
      const wanted = breaks ? blank + newline + lead : inlineGap(before, token, empty ? '' : source);
      gap(before.end, token.start, wanted);
      column = breaks ? lead.length : column + wanted.length;
    }
    // One more for the comma behind it.
    if (isOpening(token)) open.push(column + (lengths.get(token) ?? 0) + 1 > width);
    column += token.end - token.start;
  }
  const tail = text.slice(root.end, range.end);
  if (tail !== '') gap(root.end, range.end, tail.includes('\n') ? newline : '');
  return edits;
}

/** The tokens of a sound value, with offsets into the text around it. */
function tokensOf(text: string, { start, end }: Range): Token[] {
  // What the reader of the document has not reported cannot be wrong here.
  const unreported = (): undefined => undefined;
  const list = [...tokens(text.slice(start, end), unreported)];
  return list.map((token) => ({ ...token, start: token.start + start, end: token.end + start }));
}

/** What stands between two tokens on one line. */
function inlineGap(before: Token, token: Token, source: string): string {
  const opened = isOpening(before);
  const closing = isClosing(token);
  if (opened || closing) return (opened && closing) || source === '' ? '' : ' ';
  return before.kind === ':' || before.kind === ',' ? ' ' : '';
}

/** The length of each object and list, by its opening bracket, if it stood on one line. */
function lengthsOnOneLine(text: string, list: readonly Token[]): Map<Token, number> {
  const lengths = new Map<Token, number>();
  const open: { token: Token; at: number; start: number }[] = [];
  let column = 0;
  for (const [at, token] of list.entries()) {
    const before = list[at - 1];
    if (before !== undefined) column += inlineGap(before, token, text.slice(before.end, token.start)).length;
    if (isOpening(token)) open.push({ token, at: column, start: token.start });
    column += token.end - token.start;
    const pair = isClosing(token) ? open.pop() : undefined;
    if (pair !== undefined) {
      const lines = text.slice(pair.start, token.end).includes('\n');
      lengths.set(pair.token, lines ? Number.POSITIVE_INFINITY : column - pair.at);
    }
  }
  return lengths;
}

function isOpening({ kind }: Token): boolean {
  return kind === '{' || kind === '[';
}

function isClosing({ kind }: Token): boolean {
  return kind === '}' || kind === ']';
}

/** One level of indentation as a JSON text has it: that of its first member, else the least there is, else two spaces. */
export function indentOf(text: string): string {
  const first = /^\s*[{[][ \t]*\r?\n([ \t]+)\S/.exec(text)?.[1];
  if (first !== undefined) return first;
  const all = [...text.matchAll(/\n([ \t]+)\S/g)].map(([, indent = '']) => indent);
  return all.sort((a, b) => a.length - b.length)[0] ?? '  ';
}
