/** Which fixes can be applied at once: those that do not touch what another one changes. */

import type { Fix, Problem, Range } from './problem.ts';

type Edits = Fix['edits'];

/** The edits of all fixes that may be applied unseen, of one rule or of every one; each stretch is changed once. */
export function safeEdits(problems: readonly Problem[], rule?: string): Edits {
  const wanted = problems.filter((problem) => rule === undefined || problem.rule === rule);
  return editsTogether(wanted.flatMap(({ fixes }) => fixes?.filter(({ safe }) => safe).slice(0, 1) ?? []));
}

/** The edits of several fixes as one change; of two that get in each other's way the first one is kept. */
export function editsTogether(fixes: readonly Fix[]): Edits {
  const kept: Edits = [];
  const same = (a: Edits[number], b: Edits[number]): boolean =>
    a.start === b.start && a.end === b.end && a.text === b.text;
  for (const { edits } of fixes) {
    const fresh = edits.filter((edit) => !kept.some((each) => same(edit, each)));
    if (fresh.every((edit) => !kept.some((each) => overlap(edit, each)))) kept.push(...fresh);
  }
  return kept.sort((a, b) => a.start - b.start || a.end - b.end);
}

function overlap(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}
