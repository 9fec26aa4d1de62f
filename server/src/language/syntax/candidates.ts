/**
 * Ways to mend a YAML text at the place where its parser stopped, likeliest first.
 *
 * Each looks at the line of the fault and its neighbours, never at the whole grammar: what people type wrong is a tab, a
 * forgotten colon, quote or bracket, a wrong indentation, or a value that needs quotes. `repair.ts` tries them in turn and
 * keeps the one after which the parser gets further.
 */

import type { Range } from '../problem.ts';
import { firstDash } from './dashes.ts';
import type { Edit } from './edits.ts';
import { indentation, movedDash, shallowScript, tabs } from './layout.ts';
import { lenient } from './lenient.ts';
import { blockOf, type Line, lineAt, solidLineBefore, trimmedEnd, valuePlace } from './lines.ts';
import {
  badEscape,
  bareExpression,
  behindQuote,
  closedEarly,
  conflict,
  control,
  forgottenColon,
  missingColon,
  needsQuotes,
  spaceAfterColon,
} from './slips.ts';
import { brackets, quotes } from './unclosed.ts';

export interface Candidate {
  edits: Edit[];
  /** What to tell the author, and where; offsets into the text given to `candidates`. */
  message: string;
  place: Range;
  /** What can no longer be trusted: the lines the fault sits on. */
  damage: Range;
  /** What the edits do, in words for the author, where they are surely what was meant. */
  title?: string;
  /** True for what the service reads without complaint: mended, but no fault. */
  silent?: true;
}

/** What may be wrong in `text`, whose parser stopped at `at` for `reason` (in the parser's own words). */
export function candidates(text: string, at: number, reason: string): Candidate[] {
  const line = lineAt(text, at);
  const before = solidLineBefore(text, line);
  const here = [line, before].filter((each): each is Line => each !== undefined);
  const found: (Candidate | undefined)[] = [
    ...lenient(text, at, reason),
    ...control(text, reason),
    badEscape(text, at, reason),
    conflict(text, line),
    ...tabs(text, here),
    firstDash(text, line),
    movedDash(text, line, before),
    shallowScript(text, line),
    ...here.map((each) => bareExpression(text, each)),
    ...here.map((each) => behindQuote(text, each)),
    ...closedEarly(text, line),
    ...here.map((each) => spaceAfterColon(text, each)),
    ...here.map((each) => missingColon(text, each)),
    ...quotes(text, at),
    ...here.slice(0, 1).map((each) => needsQuotes(text, each)),
    ...forgottenColon(text, line),
    ...indentation(text, line, before),
    ...brackets(text, line, before),
    ...here.slice(1).map((each) => needsQuotes(text, each)),
    dropValue(text, line, at, reason),
    dropLine(text, line, at, reason),
    before && dropLine(text, before, at, reason),
    dropBlock(text, line, at, reason),
  ];
  return found.filter((each): each is Candidate => each !== undefined);
}

/** Keeps the key of a line and leaves its value out. */
function dropValue(text: string, line: Line, at: number, reason: string): Candidate | undefined {
  const value = valuePlace(text, line);
  if (value === undefined) return undefined;
  return { ...blame(text, at, reason), edits: [{ ...value, text: '' }], damage: { start: line.start, end: line.end } };
}

function dropLine(text: string, line: Line, at: number, reason: string): Candidate {
  const edits = [{ start: line.start, end: line.end, text: '' }];
  return { ...blame(text, at, reason), edits, damage: { start: line.start, end: line.end } };
}

function dropBlock(text: string, line: Line, at: number, reason: string): Candidate {
  const block = blockOf(text, line);
  const end = block.at(-1)?.end ?? line.end;
  return {
    ...blame(text, at, reason),
    edits: [{ start: line.start, end, text: '' }],
    damage: { start: line.start, end },
  };
}

const plainWords: [RegExp, string][] = [
  [/indentation of a mapping/, 'This line fits no map above: check its indentation, and quote values that hold ": "'],
  [/indentation of a sequence/, 'This line fits no list above: check its indentation'],
  [/expected ':'|multiline key/, 'A "key: value" is expected here'],
  [/end of the stream or a document/, 'This line does not belong to the document above: check its indentation'],
  [/quoted scalar/, 'This text is not closed; a quote is missing'],
  [/deficient/, 'This is not closed, or goes on in a line that is not indented deeper than its key'],
  [/flow collection/, 'This list or map is not closed, or a comma is missing'],
  [/escape sequence|hexadecimal/, 'This escape is unknown; in double quotes write \\\\ for a backslash'],
  [/tag/, 'This tag cannot be read; quote a value that begins with "!"'],
  [/line break is expected/, 'Behind "|" or ">" only a line break may stand'],
  [/maxDepth/, 'Nested too deep'],
];

/** The fault in plain words, for what no candidate could name better. */
export function blame(text: string, at: number, reason: string): { message: string; place: Range } {
  const start = Math.min(at, Math.max(0, text.length - 1));
  const line = lineAt(text, start);
  const message = plainWords.find(([pattern]) => pattern.test(reason))?.[1] ?? `YAML cannot be read here: ${reason}`;
  const solid = start < trimmedEnd(text, line) ? start : line.start + line.indent;
  return {
    message,
    place: {
      start: Math.min(solid, text.length),
      end: Math.min(Math.max(trimmedEnd(text, line), solid + 1), text.length),
    },
  };
}
