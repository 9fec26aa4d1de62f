/**
 * Lays out a policy: each line indented by the blocks and brackets around it, no blanks at its end.
 *
 * Nothing but the blanks before and behind lines changes. A line that continues a clause moves along with it, and texts and
 * messages over several lines stay as they are: their blanks are what Guard prints.
 */

import type { Edit } from '../syntax/edits.ts';
import type { Policy } from './policy.ts';
import { scanner, skipBlanks, takeMessage, takeRegex, takeString } from './scan.ts';
import type { Statement } from './tree.ts';

interface Marks {
  /** How many brackets and braces are open before an offset, ascending. */
  depths: { at: number; depth: number; inBrackets: boolean }[];
  /** Texts and messages, which hold what they hold. */
  opaque: { start: number; end: number }[];
}

export function policyLayout(policy: Policy, indent: string | undefined): Edit[] {
  const { text } = policy;
  const marks = marksOf(text);
  const starts = new Set<number>();
  startsIn(policy.statements, starts);
  const edits: Edit[] = [];
  const unit = indent ?? unitOf(text, marks);
  let shift = 0;
  let from = 0;
  while (from < text.length) {
    const newline = text.indexOf('\n', from);
    let end = newline < 0 ? text.length : newline;
    if (text[end - 1] === '\r') end--;
    const line = text.slice(from, end);
    const first = from + (line.length - line.trimStart().length);
    const solid = from + line.trimEnd().length;
    if (!inside(marks.opaque, from) && first < end) {
      const { depth, inBrackets } = depthAt(marks, first);
      const closes = /[}\])]/.test(text[first] ?? '');
      const placed = closes || inBrackets || text[first] === '#' || starts.has(first);
      const old = text.slice(from, first);
      const wanted = placed ? unit.repeat(Math.max(0, depth - (closes ? 1 : 0))) : moved(old, shift, unit);
      if (placed) shift = wanted.length - old.length;
      if (wanted !== old) edits.push({ start: from, end: first, text: wanted });
    }
    if (!inside(marks.opaque, end)) {
      const blanks = Math.max(solid, from);
      // A line of blanks is all of it.
      const begin = first >= end ? from : blanks;
      if (begin < end) edits.push({ start: begin, end, text: '' });
    }
    from = newline < 0 ? text.length : newline + 1;
  }
  return [...edits, ...endOf(text, edits)];
}

/** Where statements begin that stand by themselves: not what is joined by `or`, nor the conditions of something. */
function startsIn(statements: readonly Statement[], starts: Set<number>): void {
  for (const each of statements) {
    if (!('alternative' in each && each.alternative)) starts.add(each.start);
    if ('body' in each) startsIn(each.body.statements, starts);
  }
}

/** The text ends with one line break. */
function endOf(text: string, edits: Edit[]): Edit[] {
  const solid = text.trimEnd().length;
  if (solid === 0) return [];
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  if (text.slice(solid) === end) return [];
  while ((edits.at(-1)?.end ?? -1) > solid) edits.pop();
  return [{ start: solid, end: text.length, text: end }];
}

function moved(old: string, shift: number, unit: string): string {
  const sign = unit[0] ?? ' ';
  if (shift === 0 || old.replaceAll(sign, '') !== '') return old;
  return sign.repeat(Math.max(0, old.length + shift));
}

function inside(ranges: readonly { start: number; end: number }[], at: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return (ranges[low - 1]?.end ?? -1) > at;
}

function depthAt({ depths }: Marks, at: number): { depth: number; inBrackets: boolean } {
  let low = 0;
  let high = depths.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((depths[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return depths[low - 1] ?? { depth: 0, inBrackets: false };
}

function marksOf(text: string): Marks {
  const scan = scanner(text);
  const marks: Marks = { depths: [], opaque: [] };
  const open: string[] = [];
  while (scan.at < text.length) {
    skipBlanks(scan);
    const start = scan.at;
    const piece = takeString(scan) ?? takeMessage(scan) ?? takeRegex(scan);
    if (piece !== undefined) {
      marks.opaque.push({ start, end: scan.at });
      continue;
    }
    const range = /^r[[(][^\])]*[\])]/.exec(text.slice(start, start + 100))?.[0];
    if (range !== undefined && !/\w/.test(text[start - 1] ?? '')) {
      scan.at += range.length;
      continue;
    }
    const sign = text[scan.at++] ?? '';
    if ('{[('.includes(sign)) open.push(sign);
    else if ('}])'.includes(sign)) open.pop();
    else continue;
    marks.depths.push({ at: start, depth: open.length, inBrackets: /[[(]/.test(open.at(-1) ?? '') });
  }
  return marks;
}

/** One level as the first indented line of a block has it; four blanks, as in the guide, where none has. */
function unitOf(text: string, marks: Marks): string {
  for (const { index, 1: blanks } of text.matchAll(/^([ \t]+)\S/gm)) {
    const { depth } = depthAt(marks, index + (blanks?.length ?? 0));
    if (depth === 1 && blanks !== undefined && !inside(marks.opaque, index)) return blanks;
  }
  return '    ';
}
