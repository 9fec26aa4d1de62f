/**
 * What an author has asked not to see: a comment in the document, or the configuration of the project.
 *
 * Errors stay: they are what the service refuses, and hiding one only moves it to the day of the run.
 */

import type { Document } from './document.ts';
import type { Problem, Severity } from './problem.ts';
import { lineAt } from './syntax/lines.ts';

const order: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** The problems that remain, with the severities asked for. */
export function suppressed(
  document: Document,
  problems: readonly Problem[],
  severities: Readonly<Record<string, Severity | 'off'>>,
): Problem[] {
  const ignored = ignoredLines(document);
  return problems.flatMap((problem) => {
    if (problem.severity === 'error') return [problem];
    if (ignored(problem)) return [];
    const wanted = Object.hasOwn(severities, problem.rule) ? severities[problem.rule] : undefined;
    if (wanted === undefined || wanted === 'error') return [problem];
    if (wanted === 'off') return [];
    // A rule that found reason to speak more softly keeps to it.
    return [order.indexOf(wanted) > order.indexOf(problem.severity) ? { ...problem, severity: wanted } : problem];
  });
}

/**
 * `# opswright-ignore: rule-id, other-rule` holds for its own line, and for the next one when it stands alone on its line;
 * in the first comment lines of a text it holds for all of it.
 */
function ignoredLines({ text, comments, parts }: Document): (problem: Problem) => boolean {
  if (!text.includes('opswright-ignore')) return () => false;
  const everywhere = new Set<string>();
  const lines = new Map<number, Set<string>>();
  const top = parts[0]?.root.start ?? text.length;
  for (const comment of comments()) {
    const match = /^\s*opswright-ignore:\s*(.*)$/.exec(comment.text);
    if (match === null) continue;
    const ids = (match[1] ?? '').split(/[\s,]+/).filter((id) => id !== '');
    const line = lineAt(text, comment.start);
    const alone = line.start + line.indent === comment.start;
    const covered = [line.start, ...(alone ? [nextSolid(text, line.end)] : [])];
    for (const id of ids) {
      if (comment.end <= top) everywhere.add(id);
      else for (const start of covered) lines.set(start, (lines.get(start) ?? new Set()).add(id));
    }
  }
  return ({ rule, start }) => everywhere.has(rule) || lines.get(lineAt(text, start).start)?.has(rule) === true;
}

/** The start of the next line that is no comment. */
function nextSolid(text: string, from: number): number {
  let line = lineAt(text, Math.min(from + 1, text.length));
  while (text.charAt(line.start + line.indent) === '#' && line.end < text.length) {
    const next = text.indexOf('\n', line.end);
    if (next < 0) break;
    line = lineAt(text, next + 1);
  }
  return line.start;
}
