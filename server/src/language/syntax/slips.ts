/** Ways to mend one line of a YAML text: a key without its colon, a value that needs quotes, a character that cannot be. */

import type { Range } from '../problem.ts';
import type { Candidate } from './candidates.ts';
import { type Line, lineAt, solidLineBefore, trimmedEnd, valuePlace } from './lines.ts';

/** Lines that a word without its colon can have swallowed. */
const swallowed = 60;

/** Control characters and NUL: the parser takes none, anywhere. */
export function control(text: string, reason: string): Candidate[] {
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

/** `Value: {{ x }}-y`: YAML reads the braces as a map. */
export function bareExpression(text: string, line: Line): Candidate | undefined {
  const value = valuePlace(text, line);
  if (value === undefined || !text.startsWith('{{', value.start)) return undefined;
  return quoted(text, line, value, 'A value that begins with {{ needs quotes, or YAML reads the braces as a map');
}

/** A value that holds ": " or " #", or begins with a character that means something to YAML. */
export function needsQuotes(text: string, line: Line): Candidate | undefined {
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
  const mark = /["\\]/.test(text.slice(value.start, value.end)) ? "'" : '"';
  const edits = [
    { start: value.start, end: value.start, text: mark },
    { start: value.end, end: value.end, text: mark },
  ];
  return { edits, message, place: value, damage: { start: line.start, end: line.end }, title: 'Put quotes around it' };
}

/** `key:value` without the blank that makes it a key. */
export function spaceAfterColon(text: string, line: Line): Candidate | undefined {
  const match = /^[ \t]*(?:- +)*[A-Za-z_][\w.-]*:(?=[^\s:/\\])/.exec(text.slice(line.start, line.end));
  if (match === null) return undefined;
  const at = line.start + match[0].length;
  return {
    edits: [{ start: at, end: at, text: ' ' }],
    message: 'A space is needed behind the ":" of a key',
    place: { start: at - 1, end: at },
    damage: { start: line.start, end: line.end },
    title: 'Put a space behind the ":"',
  };
}

/** A line that is one word: a key whose colon is not typed yet. */
export function missingColon(text: string, line: Line): Candidate | undefined {
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

/** `"{{ x }}" or so`: text behind the closing quote. */
export function behindQuote(text: string, line: Line): Candidate | undefined {
  const value = valuePlace(text, line);
  if (value === undefined) return undefined;
  const raw = text.slice(value.start, value.end);
  const close = raw.indexOf(raw.charAt(0), 1);
  if (!/^["']/.test(raw) || close < 0 || close === raw.length - 1) return undefined;
  return quoted(text, line, value, 'Nothing may follow a closing quote; put quotes around the whole value');
}

/**
 * In a list that is indented like its key, what follows a value that YAML takes for closed is read as the next key, and that
 * swallows the lines below: the culprits stand above the fault. All are mended at once, since each hides the others.
 */
export function closedEarly(text: string, line: Line): Candidate[] {
  const found: Candidate[] = [];
  let above = solidLineBefore(text, line);
  for (let n = 0; above !== undefined && n < swallowed; n++, above = solidLineBefore(text, above)) {
    const culprit = bareExpression(text, above) ?? behindQuote(text, above);
    if (culprit !== undefined) found.push(culprit);
    else if (/:(?:\s|$)/.test(text.slice(above.start, above.end))) break;
  }
  const first = found.at(-1);
  if (first === undefined) return [];
  const edits = found.flatMap((each) => each.edits);
  return [{ ...first, edits, damage: { start: first.damage.start, end: line.start } }];
}

/** `type String`: a key whose colon was forgotten before its value, or a lone word that has swallowed the lines below. */
export function forgottenColon(text: string, line: Line): Candidate[] {
  let above: Line | undefined = line;
  for (let n = 0; above !== undefined && n < swallowed; n++, above = solidLineBefore(text, above)) {
    const written = text.slice(above.start, above.end);
    const alone = n > 1 && !written.includes('- ') ? missingColon(text, above) : undefined;
    if (alone !== undefined) return [alone];
    if (/:(?:\s|$)/.test(written) && n > 0) return [];
    const match = /^([ \t]*(?:- +)*)([A-Za-z_][\w-]*)(?= +\S)/.exec(written);
    if (match === null || n > 1 || /:(?:\s|$)/.test(written)) continue;
    const [lead, indent = '', word = ''] = match;
    const end = above.start + lead.length;
    const place = { start: above.start + indent.length, end };
    const damage = { start: above.start, end: above.end };
    return [{ edits: [{ start: end, end, text: ':' }], message: `"${word}" needs a ":" to be a key`, place, damage }];
  }
  return [];
}

/** `"C:\path"`: a backslash that begins no escape. All of its text are mended at once. */
export function badEscape(text: string, at: number, reason: string): Candidate | undefined {
  if (!/escape sequence|hexadecimal/.test(reason)) return undefined;
  const first = text.lastIndexOf('\\', at);
  if (first < 0) return undefined;
  const line = lineAt(text, first);
  const edits = [];
  for (let i = first; i < line.end && text.charAt(i) !== '"'; i++) {
    if (text.charAt(i) !== '\\') continue;
    validEscape.lastIndex = i;
    if (validEscape.test(text)) i++;
    else edits.push({ start: i, end: i, text: '\\' });
  }
  const written = text.slice(first, first + 2);
  const message = `"${written}" is no escape; in double quotes write \\\\ for a backslash`;
  const place = { start: first, end: Math.min(first + 2, line.end) };
  return { edits, message, place, damage: { start: line.start, end: line.end }, title: 'Double the backslashes' };
}

const validEscape = /\\(?:[0abtnvfre "/\\N_LP\t]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8})/y;

/** The marks of a merge conflict: our side is kept. */
export function conflict(text: string, line: Line): Candidate | undefined {
  const start = text.lastIndexOf('\n<<<<<<< ', line.end) + 1;
  if (!text.startsWith('<<<<<<< ', start)) return undefined;
  const middle = text.indexOf('\n=======', start) + 1;
  const close = text.indexOf('\n>>>>>>>', middle) + 1;
  if (middle === 0 || close === 0) return undefined;
  const first = lineAt(text, start);
  const last = lineAt(text, close);
  const edits = [
    { start, end: first.end, text: '' },
    { start: middle, end: last.end, text: '' },
  ];
  const place = { start, end: trimmedEnd(text, first) };
  return { edits, message: 'This merge conflict is not resolved', place, damage: { start, end: last.end } };
}
