/**
 * Problems as text and as JSON, and the words of the summary. SARIF and the terminal's form have files of their own.
 *
 * `formatProblem` gives the very line that the golden `.out` files of the rules hold, so those files document the tool.
 */

import type { Problem, Severity } from './language/index.ts';

/** A checked file that has problems. */
export interface CheckedFile {
  /** As shown: relative to the current folder, with forward slashes. */
  path: string;
  text: string;
  problems: Problem[];
}

/** 1-based; the column counts UTF-16 code units, as editors do. */
export interface Position {
  line: number;
  column: number;
}

/** From the gravest to the least. */
export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** True when `severity` is as grave as `limit` or graver. */
export function reaches(severity: Severity, limit: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(limit);
}

/** A function from offsets to positions. Lines end where the language server protocol ends them: \n, \r\n or \r. */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return (offset) => {
    const bounded = Math.min(Math.max(offset, 0), text.length);
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= bounded) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: bounded - (starts[low] ?? 0) + 1 };
  };
}

/** `5:15 error unknown-step: "stpo" names no step`, on one line whatever the message holds. */
export function formatProblem(text: string, problem: Problem, positions = positionsIn(text)): string {
  const { line, column } = positions(problem.start);
  return `${line}:${column} ${problem.severity} ${problem.rule}: ${printable(problem.message)}`;
}

/** Text without line breaks and control characters, which a document could use to forge a report or upset a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, (found) => {
    if (/^\s+$/.test(found)) return ' ';
    return [...found].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  });
}

/** One line for each problem: `docs/x.yaml:5:15 error unknown-step: …`. */
export function textReport(files: readonly CheckedFile[]): string {
  let report = '';
  for (const { path, text, problems } of files) {
    const positions = positionsIn(text);
    for (const problem of problems) report += `${printable(path)}:${formatProblem(text, problem, positions)}\n`;
  }
  return report;
}

/** An array with one object for each problem; `[]` when there is none. */
export function jsonReport(files: readonly CheckedFile[]): string {
  const records = files.flatMap(({ path, text, problems }) => {
    const positions = positionsIn(text);
    return problems.map(({ start, end, severity, rule, message }) => {
      const { line: endLine, column: endColumn } = positions(end);
      return { path, ...positions(start), endLine, endColumn, severity, rule, message };
    });
  });
  return `${JSON.stringify(records, undefined, 2)}\n`;
}

/** Problems by place, then by severity, so that a report does not depend on the order of rules. */
export function sorted(problems: readonly Problem[]): Problem[] {
  const rank = (problem: Problem) => severities.indexOf(problem.severity);
  return [...problems].sort((a, b) => a.start - b.start || rank(a) - rank(b) || a.end - b.end);
}

/** `3 errors, 1 warning in 2 of 14 documents`. */
export function summary(files: readonly CheckedFile[], documents: number): string {
  if (documents === 0) return 'no documents to check';
  const problems = files.flatMap((file) => file.problems);
  if (problems.length === 0) return `no problems in ${count(documents, 'document')}`;
  const counts = severities.flatMap((severity) => {
    const found = problems.filter((problem) => problem.severity === severity).length;
    return found === 0 ? [] : [severity === 'information' ? `${grouped(found)} information` : count(found, severity)];
  });
  return `${counts.join(', ')} in ${grouped(files.length)} of ${count(documents, 'document')}`;
}

/** `1,357`. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

function count(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;
}
