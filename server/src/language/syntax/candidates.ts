/**
 * Ways to mend a YAML text at the place where its parser stopped, likeliest first.
 *
 * Each looks at the line of the fault and its neighbours, never at the whole grammar: what people type wrong is a tab, a
 * forgotten colon, quote or bracket, a wrong indentation, or a value that needs quotes. `repair.ts` tries them in turn and
 * keeps the one after which the parser gets further.
 */

import type { Range } from '../problem.ts';
import type { Edit } from './edits.ts';
import { lenient } from './lenient.ts';
import {
  isBlank,
  type Line,
  lineAfter,
  lineAt,
  openBrackets,
  opening,
  solidLineAfter,
  solidLineBefore,
} from './lines.ts';

export interface Candidate {
  edits: Edit[];
  /** What to tell the author, and where; offsets into the text given to `candidates`. */
  message: string;
  place: Range;
  /** What can no longer be trusted: the lines the fault sits on. */
  damage: Range;
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
    ...tabs(text, here),
    ...here.map((each) => bareExpression(text, each)),
    ...here.map((each) => spaceAfterColon(text, each)),
    ...here.map((each) => missingColon(text, each)),
    ...quotes(text, at),
    ...here.slice(0, 1).map((each) => needsQuotes(text, each)),
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

/** Control characters and NUL: the parser takes none, anywhere. */
function control(text: string, reason: string): Candidate[] {
  if (!/null byte|non-printable|JSON character/.test(reason)) return [];
  const pattern = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;
  const edits = [...text.matchAll(pattern)].map(({ index }) => ({ start: index, end: index + 1, text: ' ' }));
  const [first] = edits;
  if (first === undefined) return [];
  const code = text.charCodeAt(first.start).toString(16).padStart(4, '0');
  const place = { start: first.start, end: first.end };
  return [
    {
      edits,
      message: `The character U+${code.toUpperCase()} cannot stand in a YAML text; write it as an escape in double quotes`,
      place,
      damage: place,
    },
  ];
}

/** Tabs where YAML wants spaces. One author's habit is one fault: all lines that begin with a tab are mended at once. */
function tabs(text: string, lines: readonly Line[]): Candidate[] {
  const culprit = [...lines].reverse().find((line) => text.slice(line.start, line.start + line.indent).includes('\t'));
  if (culprit === undefined) return [];
  const at = text.indexOf('\t', culprit.start);
  const place = { start: at, end: culprit.start + culprit.indent };
  const message = 'YAML indents with spaces; a tab cannot stand here';
  const damage = { start: culprit.start, end: culprit.end };
  const all: Line[] = [];
  for (let line: Line | undefined = lineAt(text, 0); line !== undefined; line = lineAfter(text, line)) {
    if (line.indent > 0 && text.slice(line.start, line.start + line.indent).includes('\t')) all.push(line);
  }
  const widths = [2, 4, 8, 1].map(
    (width): Candidate => ({ edits: all.map((line) => expand(text, line, width)), message, place, damage }),
  );
  const neighbour = solidLineBefore(text, culprit);
  const below = solidLineAfter(text, culprit);
  const matched = [neighbour, below].flatMap((other): Candidate[] => {
    if (other === undefined) return [];
    const value = other.start < culprit.start && opensMap(text, other);
    const indent = contentColumn(text, other) + (value ? 2 : 0);
    return [
      {
        edits: [{ start: culprit.start, end: culprit.start + culprit.indent, text: ' '.repeat(indent) }],
        message,
        place,
        damage,
      },
    ];
  });
  return all.length > 1 ? [...widths, ...matched] : [...matched, ...widths];
}

/** True for a line that ends with the colon of a key: what follows is its value. */
function opensMap(text: string, line: Line): boolean {
  return text.slice(line.start, line.end).trimEnd().endsWith(':');
}

function expand(text: string, line: Line, width: number): Edit {
  const indent = text.slice(line.start, line.start + line.indent);
  return { start: line.start, end: line.start + line.indent, text: indent.replaceAll('\t', ' '.repeat(width)) };
}

/** `Value: {{ x }}-y`: YAML reads the braces as a map. */
function bareExpression(text: string, line: Line): Candidate | undefined {
  const value = valuePlace(text, line);
  if (value === undefined || !text.startsWith('{{', value.start)) return undefined;
  return quoted(text, line, value, 'A value that begins with {{ needs quotes, or YAML reads the braces as a map');
}

/** A value that holds ": " or " #", or begins with a character that means something to YAML. */
function needsQuotes(text: string, line: Line): Candidate | undefined {
  const value = valuePlace(text, line);
  if (value === undefined) return undefined;
  const raw = text.slice(value.start, value.end);
  const first = raw.charAt(0);
  if (first === '"' || first === "'") return undefined;
  if (/^[@`%&*!|>[\]{},?-]/.test(raw))
    return quoted(text, line, value, `A value that begins with "${first}" needs quotes`);
  if (/:(\s|$)/.test(raw)) return quoted(text, line, value, 'A value with ": " in it needs quotes');
  return undefined;
}

function quoted(text: string, line: Line, value: Range, message: string): Candidate {
  const mark = text.slice(value.start, value.end).includes('"') ? "'" : '"';
  const edits = [
    { start: value.start, end: value.start, text: mark },
    { start: value.end, end: value.end, text: mark },
  ];
  return { edits, message, place: value, damage: { start: line.start, end: line.end } };
}

/** `key:value` without the blank that makes it a key. */
function spaceAfterColon(text: string, line: Line): Candidate | undefined {
  const match = /^[ \t]*(?:- +)*[A-Za-z_][\w.-]*:(?=[^\s:/\\])/.exec(text.slice(line.start, line.end));
  if (match === null) return undefined;
  const at = line.start + match[0].length;
  return {
    edits: [{ start: at, end: at, text: ' ' }],
    message: 'A space is needed behind the ":" of a key',
    place: { start: at - 1, end: at },
    damage: { start: line.start, end: line.end },
  };
}

/** A line that is one word: a key whose colon is not typed yet. */
function missingColon(text: string, line: Line): Candidate | undefined {
  const match = /^([ \t]*(?:- +)*)([A-Za-z_<][\w.:<-]*)[ \t]*$/.exec(text.slice(line.start, line.end));
  const [, lead = '', word = ''] = match ?? [];
  if (word === '' || word.endsWith(':')) return undefined;
  const start = line.start + lead.length;
  const end = start + word.length;
  return {
    edits: [{ start: end, end, text: ':' }],
    message: `"${word}" needs a ":" to be a key`,
    place: { start, end },
    damage: { start: line.start, end: line.end },
  };
}

/**
 * A quote that is not closed on its line. An open text runs to the next quote of its sort, so the fault shows there or at
 * the end; the culprit is the line of the last or last but one such quote.
 */
function quotes(text: string, at: number): Candidate[] {
  const result: Candidate[] = [];
  const seen = new Set<number>();
  for (const mark of ['"', "'"]) {
    let from = lineAt(text, at).end;
    for (let n = 0; n < 3; n++) {
      const found = from < 0 ? -1 : text.lastIndexOf(mark, from);
      if (found < 0) break;
      const line = lineAt(text, found);
      from = line.start - 1;
      const open = opening(text, line, mark);
      if (open === undefined || seen.has(open)) continue;
      seen.add(open);
      const stop = trimmedEnd(text, line);
      const end = text.charAt(stop - 1) === ',' ? stop - 1 : stop;
      result.push({
        edits: [{ start: end, end, text: mark }],
        message: `This text is not closed; a ${mark} is missing`,
        place: { start: open, end },
        damage: { start: line.start, end: line.end },
      });
    }
  }
  return result;
}

/** A line, or the block it begins, that is indented like no other around it. */
function indentation(text: string, line: Line, before: Line | undefined): Candidate[] {
  const below = solidLineAfter(text, line);
  const wanted = new Set<number>();
  if (before !== undefined) {
    wanted.add(before.indent);
    wanted.add(contentColumn(text, before));
    for (
      let above = solidLineBefore(text, before), n = 0;
      above !== undefined && n < 6;
      above = solidLineBefore(text, above), n++
    ) {
      wanted.add(above.indent);
      wanted.add(contentColumn(text, above));
    }
  }
  if (below !== undefined) wanted.add(below.indent);
  wanted.delete(line.indent);
  const nearest = [...wanted].sort((a, b) => Math.abs(a - line.indent) - Math.abs(b - line.indent)).slice(0, 3);
  const place = { start: line.start + line.indent, end: trimmedEnd(text, line) };
  const result = nearest.flatMap((indent): Candidate[] => {
    const message = `Indented by ${line.indent}, which fits nothing above; ${indent} would`;
    const block = blockOf(text, line);
    const damage = { start: line.start, end: block.at(-1)?.end ?? line.end };
    const alone = [shift(line, indent - line.indent)];
    return [
      { edits: block.map((each) => shift(each, indent - line.indent)), message, place, damage },
      ...(block.length > 1 ? [{ edits: alone, message, place, damage: { start: line.start, end: line.end } }] : []),
    ];
  });
  if (before !== undefined && before.indent !== line.indent) {
    const message = `Indented by ${before.indent}, which fits nothing around it; ${line.indent} would`;
    const range = { start: before.start + before.indent, end: trimmedEnd(text, before) };
    result.push({
      edits: [shift(before, line.indent - before.indent)],
      message,
      place: range,
      damage: { start: before.start, end: before.end },
    });
  }
  return result;
}

function shift(line: Line, by: number): Edit {
  return {
    start: line.start,
    end: line.start + Math.min(line.indent, Math.max(0, -by)),
    text: ' '.repeat(Math.max(0, by)),
  };
}

/** A line and the deeper lines under it. */
function blockOf(text: string, line: Line): Line[] {
  const block = [line];
  for (let below = lineAfter(text, line); below !== undefined && block.length < 500; below = lineAfter(text, below)) {
    const blank = below.indent === below.end - below.start;
    if (!blank && below.indent <= line.indent) break;
    if (!blank) block.push(below);
  }
  return block;
}

/** Flow brackets that are not closed: on the line of the fault, on the one above, or on an earlier one that opens more than it closes. */
function brackets(text: string, line: Line, before: Line | undefined): Candidate[] {
  let culprit: Line | undefined = line;
  for (let n = 0; culprit !== undefined && n < 40; n++, culprit = solidLineBefore(text, culprit)) {
    const open = openBrackets(text, culprit);
    if (open.length === 0) continue;
    const [first = culprit.start] = open;
    const closers = open
      .map((at) => (text.charAt(at) === '[' ? ']' : '}'))
      .reverse()
      .join('');
    const message = `This "${text.charAt(first)}" is not closed; "${closers}" is missing`;
    const place = { start: first, end: first + 1 };
    const ends = [culprit, ...(before !== undefined && before.start > culprit.start ? [before] : [])];
    return ends.map((each) => {
      const end = trimmedEnd(text, each);
      return {
        edits: [{ start: end, end, text: closers }],
        message,
        place,
        damage: { start: culprit?.start ?? each.start, end: each.end },
      };
    });
  }
  return [];
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

/** The value behind the last `key: ` or `- ` of a line, without blanks and a comment behind it. */
function valuePlace(text: string, line: Line): Range | undefined {
  const lead = /^[ \t]*(?:- +)*(?:(?:"[^"]*"|'[^']*'|[\w.:<-]+?)[ \t]*:[ \t]+)?/.exec(text.slice(line.start, line.end));
  const start = line.start + (lead?.[0].length ?? 0);
  const raw = text.slice(start, line.end);
  const comment = /^["']/.test(raw) ? -1 : raw.search(/\s#/);
  const end = start + (comment < 0 ? raw : raw.slice(0, comment)).trimEnd().length;
  const keyed = lead !== null && lead[0].trim() !== '';
  return keyed && end > start ? { start, end } : undefined;
}

/** The column of a line's first key, behind the dashes of list items. */
function contentColumn(text: string, line: Line): number {
  return /^[ \t]*(?:- +)*/.exec(text.slice(line.start, line.end))?.[0].length ?? line.indent;
}

function trimmedEnd(text: string, line: Line): number {
  let end = line.end;
  while (end > line.start + line.indent && isBlank(text.charCodeAt(end - 1))) end--;
  return end;
}
