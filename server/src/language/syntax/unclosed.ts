/** Ways to mend quotes and brackets of a YAML text that are opened and not closed. */

import type { Candidate } from './candidates.ts';
import { type Line, lineAt, openBrackets, opening, solidLineBefore, trimmedEnd } from './lines.ts';

/**
 * A quote that is not closed on its line. An open text runs to the next quote of its sort, so the fault shows there or at
 * the end; the culprit is the line of the last or last but one such quote.
 */
export function quotes(text: string, at: number): Candidate[] {
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
      const end = endOfText(text, line, open);
      result.push({
        edits: [{ start: end, end, text: mark }],
        message: `This text is not closed; a ${mark} is missing`,
        place: { start: open, end },
        damage: { start: line.start, end: line.end },
        title: `Close it with ${mark}`,
      });
    }
  }
  return result;
}

/** Where a text that opens at `open` should have been closed: before a comma, or the ends of brackets opened before it. */
function endOfText(text: string, line: Line, open: number): number {
  let end = trimmedEnd(text, line);
  if (text.charAt(end - 1) === ',') end--;
  for (const at of openBrackets(text, { ...line, end: open })) {
    if (text.charAt(end - 1) !== (text.charAt(at) === '[' ? ']' : '}')) break;
    end = trimmedEnd(text, { ...line, end: end - 1 });
  }
  return end;
}

/** Flow brackets that are not closed: on the line of the fault, on the one above, or on an earlier one that opens more than it closes. */
export function brackets(text: string, line: Line, before: Line | undefined): Candidate[] {
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
        title: `Close it with ${closers}`,
      };
    });
  }
  return [];
}
