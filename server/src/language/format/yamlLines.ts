/**
 * The lines of a YAML text while it is laid out: which are claimed by the structure and where they come to stand, which are
 * inside a value, and what becomes of comments and blank lines between them.
 */

import type { Range } from '../problem.ts';
import type { Edit } from '../syntax/edits.ts';
import { isBlank } from '../syntax/lines.ts';
import type { Node } from '../syntax/node.ts';

export interface Line {
  start: number;
  /** Behind its last character, the line break left out. */
  end: number;
  /** Behind its line break. */
  next: number;
  indent: number;
  /** Where its first character comes to stand; undefined while nothing has claimed the line. */
  column?: number;
  /** True for a line inside a value that goes over several: only its beginning may change. */
  inside?: true;
  /** True for a line whose break belongs to a value: what stands at its end is not ours. */
  open?: true;
  /** The column of the text that ends with this line; a comment below that stands as deep would become part of it. */
  text?: number;
}

export interface Lines {
  at(offset: number): Line;
  columnOf(offset: number): number;
  /** What stands at an offset comes to stand in a column, if it is the first of its line. */
  claim(offset: number, column: number): void;
  /** The further lines of a value move with its first one. */
  carry(node: Node): void;
  /** The indent of the first line of a block text; undefined for one without content. */
  firstIndent(node: Node): number | undefined;
  /** Moves the lines of a block text; `keep` when the blank lines below it belong to it. */
  move(node: Node, indent: number, by: number, keep: boolean): void;
  /** All edits within a range, those within lines added; undefined when a line of the root is not understood. */
  edits(within: readonly Edit[], root: Node, range: Range): Edit[] | undefined;
}

export function linesOf(text: string): Lines {
  const list = split(text);
  const indexAt = (offset: number): number => {
    let low = 0;
    let high = list.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((list[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const at = (offset: number): Line => list[indexAt(offset)] as Line;
  /** The lines of a node below its first. */
  const below = (node: Node): Line[] => {
    const first = indexAt(node.start);
    const last = indexAt(Math.max(node.start, node.end - 1));
    return list.slice(first + 1, last + 1);
  };
  return {
    at,
    columnOf: (offset) => offset - at(offset).start,
    claim(offset, column) {
      const line = at(offset);
      if (line.start + line.indent === offset) line.column = column;
    },
    carry(node) {
      const first = at(node.start);
      const by = (first.column ?? first.indent) - first.indent;
      const rest = below(node);
      // The break of the first line is part of the value, and so may be what stands before it.
      if (rest.length > 0) first.open = true;
      for (const line of rest) {
        line.inside = true;
        if (!isEmpty(line)) line.column = Math.max(0, line.indent + by);
      }
    },
    firstIndent(node) {
      const last = indexAt(Math.max(node.start, node.end - 1));
      const first = list.slice(indexAt(node.start) + 1, last + 1).find((line) => spaces(text, line) < length(line));
      return first === undefined ? undefined : spaces(text, first);
    },
    move(node, indent, by, keep) {
      const content = below(node);
      // Blank lines at its end are part of a text only where it keeps them.
      while (!keep && isBlankIn(text, content.at(-1), indent)) content.pop();
      for (const line of content) {
        line.inside = true;
        line.indent = spaces(text, line);
        // Blanks on an empty line count only where they go beyond the indent.
        line.column = isBlankIn(text, line, indent) ? 0 : Math.max(0, line.indent + by);
      }
      const last = content.at(-1);
      if (last === undefined) return;
      last.text = indent + by;
      if (!keep) return;
      for (let i = list.indexOf(last) + 1; i < list.length; i++) {
        const line = list[i];
        if (line === undefined || !isEmpty(line)) break;
        line.inside = true;
      }
    },
    edits: (within, root, range) => editsOf(text, list, within, { root, range, indexAt }),
  };
}

function split(text: string): Line[] {
  const list: Line[] = [];
  for (let start = 0; start <= text.length; ) {
    const stop = text.indexOf('\n', start);
    const next = stop < 0 ? text.length : stop + 1;
    let end = stop < 0 ? text.length : stop;
    if (end > start && text.charCodeAt(end - 1) === 13) end--;
    let indent = 0;
    while (start + indent < end && isBlank(text.charCodeAt(start + indent))) indent++;
    list.push({ start, end, next, indent });
    if (stop < 0) break;
    start = next;
  }
  return list;
}

interface Scope {
  root: Node;
  range: Range;
  indexAt(offset: number): number;
}

function editsOf(
  text: string,
  list: readonly Line[],
  within: readonly Edit[],
  { root, range, indexAt }: Scope,
): Edit[] | undefined {
  const edits = [...within];
  const [from, to] = [indexAt(range.start), indexAt(range.end)];
  const [first, last] = [indexAt(root.start), indexAt(Math.max(root.start, root.end - 1))];
  const solid = list.findLastIndex((line) => !isEmpty(line) || line.inside !== undefined);
  const solidBelow = claimedBelow(text, list);
  let blankBefore = false;
  for (let i = from; i <= to; i++) {
    const line = list[i] as Line;
    const blank = isEmpty(line) && line.inside === undefined;
    if (blank) {
      if (i > solid && range.end === text.length) {
        if (line.start < text.length) edits.push({ start: line.start, end: text.length, text: '' });
        break;
      }
      if (blankBefore) edits.push({ start: line.start, end: line.next, text: '' });
      else if (line.end > line.start) edits.push({ start: line.start, end: line.end, text: '' });
      blankBefore = true;
      continue;
    }
    blankBefore = false;
    const comment = line.inside === undefined && text.charAt(line.start + line.indent) === '#';
    if (comment) line.column = commentColumn(text, list, i, solidBelow[i]);
    else if (line.column === undefined && i >= first && i <= last && line.inside === undefined) return undefined;
    const column = line.column ?? line.indent;
    const lead = text.slice(line.start, line.start + line.indent);
    if (lead !== ' '.repeat(column) && line.column !== undefined)
      edits.push({ start: line.start, end: line.start + line.indent, text: ' '.repeat(column) });
    if (!comment && line.inside === undefined && line.open === undefined) {
      let end = line.end;
      while (end > line.start && isBlank(text.charCodeAt(end - 1))) end--;
      if (end < line.end && !endsInComment(text, line)) edits.push({ start: end, end: line.end, text: '' });
    }
  }
  return edits;
}

/** The nearest claimed line below each line, comments left out. */
function claimedBelow(text: string, list: readonly Line[]): (Line | undefined)[] {
  const found: (Line | undefined)[] = [];
  let nearest: Line | undefined;
  for (let i = list.length - 1; i >= 0; i--) {
    const line = list[i] as Line;
    found[i] = nearest;
    if (line.column !== undefined && !isComment(text, line)) nearest = line;
  }
  return found;
}

/** A comment goes with the line below; one that stands deeper than that, with the last of the block that has ended. */
function commentColumn(text: string, list: readonly Line[], at: number, below: Line | undefined): number {
  const { indent } = list[at] as Line;
  const above = list[at - 1];
  // Somebody has put it at the very left, out of the way.
  if (indent === 0) return 0;
  if (above?.column !== undefined && isComment(text, above) && above.indent === indent) return above.column;
  if (below?.column !== undefined && below.indent >= indent) return below.column;
  const cap = textAbove(text, list, at) ?? Number.POSITIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = at - 1; i >= 0 && lowest > 0; i--) {
    const line = list[i] as Line;
    if (line.column === undefined || line.inside || isComment(text, line) || line.indent >= lowest) continue;
    lowest = line.indent;
    if (line.indent <= indent && line.column < cap) return line.column;
  }
  return below?.column ?? indent;
}

/** The column of the block text that ends above a line, with only blank lines and comments between. */
function textAbove(text: string, list: readonly Line[], at: number): number | undefined {
  for (let i = at - 1; i >= 0; i--) {
    const line = list[i] as Line;
    if (line.text !== undefined) return line.text;
    if (!isEmpty(line) && !isComment(text, line)) return undefined;
  }
  return undefined;
}

function isComment(text: string, line: Line): boolean {
  return line.inside === undefined && text.charAt(line.start + line.indent) === '#';
}

function isEmpty({ start, end, indent }: Line): boolean {
  return start + indent === end;
}

function length({ start, end }: Line): number {
  return end - start;
}

/** True for a line of a block text that has nothing in it: blanks beyond its indent are something. */
function isBlankIn(text: string, line: Line | undefined, indent: number): boolean {
  return line !== undefined && spaces(text, line) === length(line) && length(line) <= indent;
}

function spaces(text: string, { start, end }: Line): number {
  let count = 0;
  while (start + count < end && text.charCodeAt(start + count) === 32) count++;
  return count;
}

/** True when what a line ends with may be a comment, whose blanks are its own. */
function endsInComment(text: string, { start, end }: Line): boolean {
  return /(?:^|[ \t])#/.test(text.slice(start, end));
}
