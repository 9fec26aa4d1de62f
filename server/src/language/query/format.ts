/**
 * Lays out an advanced query: the words of clauses at the margin, everything else below them by one level, and by one more
 * within parentheses; no blanks behind lines. Only the blanks before and behind lines change.
 */

import type { Edit } from '../syntax/edits.ts';
import { isWord, readQuery } from './read.ts';

export function queryLayout(text: string, indent = '  '): Edit[] {
  const { tokens } = readQuery(text);
  const edits: Edit[] = [];
  let depth = 0;
  let next = 0;
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const stop = newline < 0 ? text.length : newline;
    const line = text.slice(from, stop).replace(/\r$/, '');
    // A text over several lines holds what it holds.
    const around = tokens.find(({ type, start, end }) => type === 'text' && start < from && from < end);
    const first = from + line.length - line.trimStart().length;
    const token = tokens[next];
    const begins = token?.start === first && isWord(token, 'SELECT', 'WHERE', 'GROUP', 'ORDER');
    const closes = token?.start === first && token.text === ')';
    const level = begins ? 0 : 1 + depth - (closes ? 1 : 0);
    const wanted = line.trim() === '' ? '' : indent.repeat(Math.max(0, level));
    if (around === undefined && text.slice(from, first) !== wanted)
      edits.push({ start: from, end: first, text: wanted });
    const solid = from + line.trimEnd().length;
    if (first < solid && solid < from + line.length && !tokens.some(({ start, end }) => start < solid && solid < end))
      edits.push({ start: solid, end: from + line.length, text: '' });
    for (let each = tokens[next]; each !== undefined && each.start < stop; each = tokens[++next]) {
      if (each.type !== 'sign') continue;
      if (each.text === '(') depth++;
      else if (each.text === ')') depth--;
    }
    from = stop + 1;
  }
  return edits;
}
