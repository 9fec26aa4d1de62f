/** Ways to mend the layout of a YAML text: tabs, lines and scripts that stand too far left or right. */

import type { Candidate } from './candidates.ts';
import type { Edit } from './edits.ts';
import {
  blockOf,
  contentColumn,
  type Line,
  lineAfter,
  lineAt,
  solidLineAfter,
  solidLineBefore,
  trimmedEnd,
} from './lines.ts';

/** Tabs where YAML wants spaces. One author's habit is one fault: all lines that begin with a tab are mended at once. */
export function tabs(text: string, lines: readonly Line[]): Candidate[] {
  const culprit = [...lines].reverse().find((line) => text.slice(line.start, line.start + line.indent).includes('\t'));
  if (culprit === undefined) return [];
  const at = text.indexOf('\t', culprit.start);
  const place = { start: at, end: culprit.start + culprit.indent };
  const message = 'YAML indents with spaces; a tab cannot stand here';
  const damage = { start: culprit.start, end: culprit.end };
  const title = 'Use spaces';
  const all: Line[] = [];
  for (let line: Line | undefined = lineAt(text, 0); line !== undefined; line = lineAfter(text, line)) {
    if (line.indent > 0 && text.slice(line.start, line.start + line.indent).includes('\t')) all.push(line);
  }
  const widths = [2, 4, 8, 1].map(
    (width): Candidate => ({ edits: all.map((line) => expand(text, line, width)), message, place, damage, title }),
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
        title,
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

/** Lines above in which the levels of indentation are looked for. */
const reach = 400;

/** The indentations that a line may have by what stands above it, from the deepest. */
function levels(text: string, line: Line): Set<number> {
  const found = new Set<number>();
  let lowest = Number.POSITIVE_INFINITY;
  let above = solidLineBefore(text, line);
  for (let n = 0; above !== undefined && lowest > 0 && n < reach; n++, above = solidLineBefore(text, above)) {
    if (above.indent >= lowest) continue;
    lowest = above.indent;
    found.add(contentColumn(text, above)).add(above.indent);
  }
  return found;
}

/** An item whose dash was moved: its other keys stand where the first one ought to. */
export function movedDash(text: string, line: Line, before: Line | undefined): Candidate | undefined {
  if (before === undefined || text.charAt(before.start + before.indent) !== '-') return undefined;
  const by = line.indent - contentColumn(text, before);
  if (by === 0 || Math.abs(by) > 2 || before.indent + by < 0) return undefined;
  const wanted = before.indent + by;
  return {
    edits: [shift(before, by)],
    message: `Indented by ${before.indent}, which does not fit the lines below; ${wanted} would`,
    place: { start: before.start + before.indent, end: trimmedEnd(text, before) },
    damage: { start: before.start, end: before.end },
    title: `Indent by ${wanted}`,
  };
}

/** A line, or the block it begins, that is indented like no other around it. */
export function indentation(text: string, line: Line, before: Line | undefined): Candidate[] {
  const below = solidLineAfter(text, line);
  const wanted = levels(text, line);
  if (below !== undefined) wanted.add(below.indent);
  wanted.delete(line.indent);
  const nearest = [...wanted].sort((a, b) => Math.abs(a - line.indent) - Math.abs(b - line.indent)).slice(0, 4);
  const place = { start: line.start + line.indent, end: trimmedEnd(text, line) };
  const result = nearest.flatMap((indent): Candidate[] => {
    const message = `Indented by ${line.indent}, which fits nothing above; ${indent} would`;
    const block = blockOf(text, line);
    const damage = { start: line.start, end: block.at(-1)?.end ?? line.end };
    const title = `Indent by ${indent}`;
    const alone = [shift(line, indent - line.indent)];
    return [
      { edits: block.map((each) => shift(each, indent - line.indent)), message, place, damage, title },
      ...(block.length > 1
        ? [{ edits: alone, message, place, damage: { start: line.start, end: line.end }, title }]
        : []),
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
      title: `Indent by ${line.indent}`,
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

const header = /[:-][ \t]+(?:[&!]\S+[ \t]+)*[|>][-+\d]*[ \t]*(?:#.*)?$/;
/** A longer line is no header, and not worth a look. */
const longestHeader = 1000;
const structure = /^[ \t]*(?:- +)*(?!(?:else|try|finally|default)\b)["']?[A-Za-z][\w-]*["']?:(?:\s|$)/;

/** A script under `|` or `>` whose lines do not stand deeper than their key. */
export function shallowScript(text: string, line: Line): Candidate | undefined {
  let above: Line | undefined = solidLineBefore(text, line);
  for (let n = 0; above !== undefined && n < reach; n++, above = solidLineBefore(text, above)) {
    if (above.end - above.start < longestHeader && header.test(text.slice(above.start, above.end))) break;
  }
  if (above === undefined) return undefined;
  const column = contentColumn(text, above);
  const allowed = levels(text, above).add(above.indent).add(column);
  const shallow: Line[] = [];
  for (let each = lineAfter(text, above); each !== undefined; each = lineAfter(text, each)) {
    if (each.indent === each.end - each.start) continue;
    if (allowed.has(each.indent) && structure.test(text.slice(each.start, each.end))) break;
    if (each.indent <= column || shallow.length > 0) shallow.push(each);
  }
  const [first] = shallow;
  if (first === undefined || first.start > line.start) return undefined;
  const by = column + 2 - first.indent;
  return {
    edits: shallow.map((each) => shift(each, by)),
    message: 'The lines of this text must stand deeper than the key it belongs to',
    place: { start: first.start + first.indent, end: trimmedEnd(text, first) },
    damage: { start: first.start, end: shallow.at(-1)?.end ?? first.end },
    title: 'Indent the text',
  };
}
