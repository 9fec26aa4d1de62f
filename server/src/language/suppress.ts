/**
 * What an author has asked not to see: a comment in the document, or the configuration of the project.
 *
 * Errors stay: they are what the service refuses, and hiding one only moves it to the day of the run. A comment that
 * silences nothing is told, so that it does not outlive its reason.
 */

import type { Document } from './document.ts';
import { type IgnoreComment, type IgnoredName, ignoreCommentsIn, reaches } from './ignores.ts';
import { hint, nearest } from './nearest.ts';
import type { Problem, Range, Severity } from './problem.ts';
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

/** One rule id in a comment, and whether it has silenced anything. */
interface Ignore extends IgnoredName {
  reach: readonly Range[] | undefined;
  used: boolean;
  /** All ids of the comment, and what to take out so that all of them go. */
  comment: { ignores: Ignore[]; removal: Range };
}

/** The problems that remain, with the severities asked for, and those of the comments themselves. */
export function suppressed(
  document: Document,
  problems: readonly Problem[],
  severities: Readonly<Record<string, Severity | 'off'>>,
  ruleIds: readonly string[],
): Problem[] {
  const ignores = ignoreCommentsIn(document).flatMap(ignoresOf);
  const kept = problems.flatMap((problem) => {
    const { severity, rule } = problem;
    if (severity === 'error') return [problem];
    const silencing = ignores.filter((each) => covers(each, problem));
    for (const each of silencing) each.used = true;
    if (silencing.length > 0) return [];
    const wanted = Object.hasOwn(severities, rule) ? severities[rule] : undefined;
    if (wanted === undefined || wanted === 'error') return [problem];
    if (wanted === 'off') return [];
    // A rule that found reason to speak more softly keeps to it.
    return [order.indexOf(wanted) > order.indexOf(severity) ? { ...problem, severity: wanted } : problem];
  });
  const own = ignores.flatMap((each) => ownProblem(each, problems, ruleIds));
  return [...kept, ...own.filter(({ rule }) => severities[rule] !== 'off')];
}

function ignoresOf({ reach, names, removal }: IgnoreComment): Ignore[] {
  const comment: Ignore['comment'] = { ignores: [], removal };
  comment.ignores = names.map((name) => ({ ...name, reach, used: false, comment }));
  return comment.ignores;
}

function covers({ rule, reach }: Ignore, problem: Problem): boolean {
  return rule === problem.rule && reaches(reach, problem);
}

function ownProblem(ignore: Ignore, problems: readonly Problem[], ruleIds: readonly string[]): Problem[] {
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
  if (problems.some((problem) => problem.severity === 'error' && covers(ignore, problem))) {
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
