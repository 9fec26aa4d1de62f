/**
 * Flow collections and quoted texts whose later lines are not indented:
 *
 *     parameters: {
 *     }
 *
 * YAML 1.2 wants those lines deeper than their key and js-yaml insists; the parsers behind the service (of the YAML 1.1
 * family) do not, and people write it. So the lines are moved to the right before reading, and nothing is reported.
 */

import type { Candidate } from './candidates.ts';
import { isEscape, type Line, lineAfter, lineAt, openBrackets, opening, solidLineBefore } from './lines.ts';

/** Lines above the fault in which its opening bracket or quote is looked for. */
const reach = 400;
const outermostOnly = 3;

/** Ways to indent the lines of the flow value that goes on at `at`. */
export function looseFlow(text: string, at: number, reason: string): Candidate[] {
  if (!reason.startsWith('deficient indentation')) return [];
  const line = lineAt(text, at);
  const ends = new Map<number, number>();
  let above: Line | undefined = solidLineBefore(text, line);
  for (let n = 0; above !== undefined && n < reach; n++, above = solidLineBefore(text, above)) {
    const opened = [opening(text, above, '"'), opening(text, above, "'"), openBrackets(text, above)[0]];
    for (const open of opened) {
      const end = open === undefined ? -1 : flowEnd(text, open);
      if (open !== undefined && end >= at && isEnd(text, end)) ends.set(open, end);
    }
  }
  // The outermost opening is tried first, so that one try mends a whole map written at the left margin.
  const outermost = [...ends].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, outermostOnly);
  return outermost.map(([open, end]) => {
    const wanted = lineAt(text, open).indent + open - lineAt(text, open).start + 1;
    const edits = [];
    for (let each: Line | undefined = line; each !== undefined && each.start <= end; each = lineAfter(text, each)) {
      if (blanks(text, each) < wanted && each.indent < each.end - each.start)
        edits.push({ start: each.start, end: each.start, text: ' '.repeat(wanted) });
    }
    const place = { start: line.start, end: line.end };
    return { edits, message: '', place, damage: place, silent: true };
  });
}

/** The blanks at the start of a line, up to the first tab: YAML counts no more. */
function blanks(text: string, line: Line): number {
  let at = line.start;
  while (text.charCodeAt(at) === 32) at++;
  return at - line.start;
}

/** True where a value may end: a quote that is followed by a word is rather the opening one of the next text. */
function isEnd(text: string, end: number): boolean {
  return /[ \t]*(?:[\r\n,\]}:#]|$)/y.test(text.slice(end + 1, end + 100));
}

/** Where the value that opens at `open` closes; -1 when it does not. */
function flowEnd(text: string, open: number): number {
  let depth = 0;
  let mark = '';
  for (let at = open; at < text.length; at++) {
    const character = text.charAt(at);
    if (mark !== '') {
      if (isEscape(text, at, mark)) at++;
      else if (character === mark) {
        mark = '';
        if (depth === 0) return at;
      }
    } else if (character === '"' || character === "'") {
      if (depth === 0 || /[\s:[{,]/.test(text.charAt(at - 1))) mark = character;
    } else if (character === '[' || character === '{') depth++;
    else if ((character === ']' || character === '}') && --depth <= 0) return at;
    else if (character === '#' && /\s/.test(text.charAt(at - 1))) {
      const stop = text.indexOf('\n', at);
      at = stop < 0 ? text.length : stop;
    }
  }
  return -1;
}
