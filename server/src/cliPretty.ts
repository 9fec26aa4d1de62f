/**
 * The report for a person at a terminal: each problem with its line of source, a caret under what is meant, and colours.
 */

import type { Problem, Severity } from './language/index.ts';
import { type CheckedFile, type Position, positionsIn, printable } from './report.ts';

export interface Style {
  colors: boolean;
  /** The width of the terminal; longer source lines are shown in part. */
  columns: number;
}

type Paint = (code: string, text: string) => string;

const bold = '1';
const faint = '2';
const severityColor: Readonly<Record<Severity, string>> = {
  error: '1;31',
  warning: '1;33',
  information: '34',
  hint: '36',
};

/** All problems, each with its excerpt and a blank line behind it. */
export function prettyReport(files: readonly CheckedFile[], style: Style): string {
  const paint: Paint = (code, text) => (style.colors ? `\u001b[${code}m${text}\u001b[0m` : text);
  let report = '';
  for (const file of files) {
    const positions = positionsIn(file.text);
    const lines = file.text.split(/\r\n|\r|\n/);
    for (const problem of file.problems) report += `${pretty(file.path, problem, lines, positions, paint, style)}\n\n`;
  }
  return report;
}

function pretty(
  path: string,
  problem: Problem,
  lines: string[],
  positions: (offset: number) => Position,
  paint: Paint,
  style: Style,
): string {
  const start = positions(problem.start);
  const end = positions(problem.end);
  const color = severityColor[problem.severity];
  const place = (position: Position) => `${printable(path)}:${position.line}:${position.column}`;
  const head =
    `${paint(bold, place(start))} ${paint(color, problem.severity)} ` +
    `${paint(faint, `${problem.rule}:`)} ${printable(problem.message)}`;

  const source = lines[start.line - 1] ?? '';
  const last = end.line > start.line ? source.length + 1 : end.column;
  const room = Math.max(20, style.columns - String(start.line).length - 4);
  const excerpt = clip(source, start.column - 1, Math.max(last - 1, start.column), room);
  const number = paint(faint, `${start.line} |`);
  const margin = paint(faint, `${' '.repeat(String(start.line).length)} |`);
  const body = [`${number} ${excerpt.line}`, `${margin} ${excerpt.indent}${paint(color, excerpt.carets)}`];
  const related = (problem.related ?? []).map(
    (other) =>
      `${paint(faint, `${' '.repeat(String(start.line).length)} =`)} ${place(positions(other.start))} ${printable(other.message)}`,
  );
  return [head, ...body, ...related].join('\n');
}

/** The part of a line around `from` to `to` that fits into `room` cells, and what stands beneath it. */
function clip(line: string, from: number, to: number, room: number): { line: string; indent: string; carets: string } {
  let cut = 0;
  // Start far enough to the right that the marked part is in view, with some of what leads up to it.
  if (width(line.slice(0, to)) > room) cut = Math.max(0, Math.min(from - 10, to - room + 10));
  const before = shown(line.slice(cut, from));
  const marked = shown(line.slice(from, to));
  const lead = cut > 0 ? '…' : '';
  let text = lead + before + marked + shown(line.slice(to));
  if (width(text) > room) {
    let kept = '';
    for (const char of text) {
      if (width(kept) + width(char) > room - 1) break;
      kept += char;
    }
    text = `${kept}…`;
  }
  const indent = width(lead + before);
  const carets = Math.max(1, Math.min(width(marked), room - indent));
  return { line: text.trimEnd(), indent: ' '.repeat(indent), carets: '^'.repeat(carets) };
}

/** A stretch of source as it is printed: tabs as spaces, control characters in sight. */
function shown(text: string): string {
  return printable(text.replaceAll('\t', '  '));
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Emoji_Presentation}/u;

/** How many cells of a terminal a text takes. */
function width(text: string): number {
  let cells = 0;
  for (const char of text) {
    if (/\p{Mn}|\p{Me}|\u200d|\ufe0f/u.test(char)) continue;
    cells += char === '\t' || wide.test(char) ? 2 : 1;
  }
  return cells;
}
