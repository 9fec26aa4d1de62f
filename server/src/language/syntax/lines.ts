/** Lines of a text, as repair and completion look at them: by offset, without splitting the whole text. */

import type { Range } from '../problem.ts';

export interface Line {
  start: number;
  /** Behind the last character; the line break is not part of it. */
  end: number;
  /** Number of blanks and tabs at its start. */
  indent: number;
}

/** The line that holds an offset. */
export function lineAt(text: string, offset: number): Line {
  const at = Math.min(Math.max(offset, 0), text.length);
  const start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
  let end = text.indexOf('\n', at);
  if (end < 0) end = text.length;
  if (end > start && text.charCodeAt(end - 1) === 13) end--;
  let indent = 0;
  while (start + indent < end && isBlank(text.charCodeAt(start + indent))) indent++;
  return { start, end, indent };
}

/** The next line, or undefined at the end of the text. */
export function lineAfter(text: string, line: Line): Line | undefined {
  const next = text.indexOf('\n', line.end);
  return next < 0 ? undefined : lineAt(text, next + 1);
}

/** The nearest line above that has more than blanks and comments, or undefined. */
export function solidLineBefore(text: string, line: Line): Line | undefined {
  for (let at = line.start; at > 0; ) {
    const above = lineAt(text, at - 1);
    if (isSolid(text, above)) return above;
    at = above.start;
  }
  return undefined;
}

/** The nearest line below that has more than blanks and comments, or undefined. */
export function solidLineAfter(text: string, line: Line): Line | undefined {
  for (let below = lineAfter(text, line); below !== undefined; below = lineAfter(text, below)) {
    if (isSolid(text, below)) return below;
  }
  return undefined;
}

export function isSolid(text: string, line: Line): boolean {
  const at = line.start + line.indent;
  return at < line.end && text.charCodeAt(at) !== 35;
}

/** Where a line ends without the blanks behind its text. */
export function trimmedEnd(text: string, line: Line): number {
  let end = line.end;
  while (end > line.start + line.indent && isBlank(text.charCodeAt(end - 1))) end--;
  return end;
}

/** The column of a line's first key, behind the dashes of list items. */
export function contentColumn(text: string, line: Line): number {
  return /^[ \t]*(?:- +)*/.exec(text.slice(line.start, line.end))?.[0].length ?? line.indent;
}

/** A line and the deeper lines under it. */
export function blockOf(text: string, line: Line): Line[] {
  const block = [line];
  for (let below = lineAfter(text, line); below !== undefined && block.length < 500; below = lineAfter(text, below)) {
    const blank = below.indent === below.end - below.start;
    if (!blank && below.indent <= line.indent) break;
    if (!blank) block.push(below);
  }
  return block;
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** True where two characters of a quoted text stand for one: a backslash in double quotes, a doubled single quote. */
export function isEscape(text: string, at: number, mark: string): boolean {
  const character = text.charAt(at);
  return mark === '"' ? character === '\\' : character === mark && text.charAt(at + 1) === mark;
}

/** Where a quote opens on a line that does not close it. */
export function opening(text: string, line: Line, mark: string): number | undefined {
  let open: number | undefined;
  for (let i = line.start + line.indent; i < line.end; i++) {
    const character = text.charAt(i);
    if (open === undefined) {
      if (character === mark && /[\s:\-[{,(]/.test(text.charAt(i - 1) || ' ')) open = i;
    } else if (isEscape(text, i, mark)) i++;
    else if (character === mark) open = undefined;
  }
  return open;
}

/** The brackets a line opens and does not close, outside quotes and comments. */
export function openBrackets(text: string, line: Line): number[] {
  const open: number[] = [];
  let mark = '';
  for (let i = line.start + line.indent; i < line.end; i++) {
    const character = text.charAt(i);
    if (mark !== '') {
      if (isEscape(text, i, mark)) i++;
      else if (character === mark) mark = '';
    } else if ((character === '"' || character === "'") && /[\s:\-[{,]/.test(text.charAt(i - 1) || ' '))
      mark = character;
    else if (character === '[' || character === '{') open.push(i);
    else if (character === ']' || character === '}') open.pop();
    else if (character === '#' && isBlank(text.charCodeAt(i - 1))) break;
  }
  return open;
}

/** The value behind the last `key: ` or `- ` of a line, without blanks and a comment behind it. */
export function valuePlace(text: string, line: Line): Range | undefined {
  const lead = /^[ \t]*(?:- +)*(?:(?:"[^"]*"|'[^']*'|[\w.:<-]+?)[ \t]*:[ \t]+)?/.exec(text.slice(line.start, line.end));
  const start = line.start + (lead?.[0].length ?? 0);
  const raw = text.slice(start, line.end);
  const comment = /^["']/.test(raw) ? -1 : raw.search(/\s#/);
  const end = start + (comment < 0 ? raw : raw.slice(0, comment)).trimEnd().length;
  const keyed = lead !== null && lead[0].trim() !== '';
  return keyed && end > start ? { start, end } : undefined;
}
