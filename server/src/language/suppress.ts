/**
 * What an author has asked not to see: a comment in the document, or the configuration of the project.
 *
 * Errors stay: they are what the service refuses, and hiding one only moves it to the day of the run. A comment that
 * silences nothing is told, so that it does not outlive its reason.
 */

import type { Document } from './document.ts';
import { hint, nearest } from './nearest.ts';
import type { Problem, Range, Severity } from './problem.ts';
import { type Line, lineAt } from './syntax/lines.ts';
import { changeFix } from './words.ts';

/** The rules of this file, for the list of rules. */
export const suppressRules = [
  { id: 'unused-ignore', severity: 'hint', summary: 'An opswright-ignore comment that silences nothing.' },
  {
    id: 'unknown-ignore',
    severity: 'warning',
    summary: 'An opswright-ignore comment that names no rule, or an error.',
  },
] as const satisfies readonly { id: string; severity: Severity; summary: string }[];

const order: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** One rule id in a comment, and the lines it holds for. */
interface Ignore extends Range {
  rule: string;
  /** Starts of the lines it covers; undefined for the whole text. */
  lines: readonly number[] | undefined;
  used: boolean;
  /** What to take out so that it goes, with its comma. */
  removal: Range;
  comment: {
    ignores: Ignore[];
    /** What to take out so that all of them go. */
    removal: Range;
  };
}

/** The problems that remain, with the severities asked for, and those of the comments themselves. */
export function suppressed(
  document: Document,
  problems: readonly Problem[],
  severities: Readonly<Record<string, Severity | 'off'>>,
  ruleIds: readonly string[],
): Problem[] {
  const ignores = ignoresIn(document);
  const kept = problems.flatMap((problem) => {
    const { severity, rule } = problem;
    if (severity === 'error') return [problem];
    const silencing = ignores.filter((each) => covers(each, document.text, problem));
    for (const each of silencing) each.used = true;
    if (silencing.length > 0) return [];
    const wanted = Object.hasOwn(severities, rule) ? severities[rule] : undefined;
    if (wanted === undefined || wanted === 'error') return [problem];
    if (wanted === 'off') return [];
    // A rule that found reason to speak more softly keeps to it.
    return [order.indexOf(wanted) > order.indexOf(severity) ? { ...problem, severity: wanted } : problem];
  });
  const own = ignores.flatMap((each) => ownProblem(each, document.text, problems, ruleIds));
  return [...kept, ...own.filter(({ rule }) => severities[rule] !== 'off')];
}

function covers({ rule, lines }: Ignore, text: string, problem: Problem): boolean {
  return rule === problem.rule && (lines === undefined || lines.includes(lineAt(text, problem.start).start));
}

function ownProblem(ignore: Ignore, text: string, problems: readonly Problem[], ruleIds: readonly string[]): Problem[] {
  const { rule, start, end, used } = ignore;
  if (!ruleIds.includes(rule))
    return [
      {
        rule: 'unknown-ignore',
        severity: 'warning',
        message: `"${rule}" is no rule${hint(rule, ruleIds)}`,
        start,
        end,
        ...changeFix(ignore, nearest(rule, ruleIds)),
      },
    ];
  if (used) return [];
  if (problems.some((problem) => problem.severity === 'error' && covers(ignore, text, problem))) {
    return [
      {
        rule: 'unknown-ignore',
        severity: 'warning',
        message: `This "${rule}" is an error and cannot be silenced: the service refuses it, or the run fails`,
        start,
        end,
      },
    ];
  }
  const idle = ignore.comment.ignores.every((each) => !each.used && ruleIds.includes(each.rule));
  const { removal } = idle ? ignore.comment : ignore;
  return [
    {
      rule: 'unused-ignore',
      severity: 'hint',
      message: `There is no "${rule}" here to silence`,
      start,
      end,
      tag: 'unnecessary',
      fixes: [{ title: 'Remove it', edits: [{ ...removal, text: '' }], safe: true }],
    },
  ];
}

/**
 * `# opswright-ignore: rule-id, other-rule` holds for its own line, and for the next one when it stands alone on its line;
 * above the first key of a text it holds for all of it.
 */
function ignoresIn({ text, comments, parts }: Document): Ignore[] {
  if (!text.includes('opswright-ignore')) return [];
  const top = parts[0]?.root.start ?? text.length;
  return comments().flatMap((comment) => {
    const match = /^\s*opswright-ignore:/.exec(comment.text);
    if (match === null) return [];
    const line = lineAt(text, comment.start);
    const alone = line.start + line.indent === comment.start;
    const lines = comment.end <= top ? undefined : [line.start, ...(alone ? [nextSolid(text, line.end)] : [])];
    const from = comment.start + 1 + match[0].length;
    const whole: Ignore['comment'] = { ignores: [], removal: wholeComment(text, comment, line, alone) };
    const names = [...text.slice(from, comment.end).matchAll(/[^\s,]+/g)].map(({ 0: rule, index }) => ({
      rule,
      start: from + index,
      end: from + index + rule.length,
    }));
    whole.ignores = names.map((name, at): Ignore => {
      const before = names[at - 1];
      const removal = { start: before?.end ?? name.start, end: before ? name.end : (names[at + 1]?.start ?? name.end) };
      return { ...name, lines, used: false, removal, comment: whole };
    });
    return whole.ignores;
  });
}

/** A comment with its line, or with the blanks before it where something else stands on that line. */
function wholeComment(text: string, comment: Range, line: Line, alone: boolean): Range {
  if (!alone) return { start: line.start + text.slice(line.start, comment.start).trimEnd().length, end: comment.end };
  const newline = text.indexOf('\n', comment.end);
  return { start: line.start, end: newline < 0 ? text.length : newline + 1 };
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
