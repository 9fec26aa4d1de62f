/** Steps that lead back to themselves: the service looks for circles and refuses the runbook. */

import { circleIn, type Edge, type Flow } from '../flow.ts';
import { jumpsOf } from '../jumps.ts';
import type { Step } from '../kinds/steps.ts';
import type { Range } from '../problem.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'circular-steps',
  severity: 'error',
  mayWarn: true,
  summary: 'Steps lead back to themselves, which the service refuses; a loop is written with aws:loop.',
  kinds: ['automation', 'change-template'],
  check({ flows }, report) {
    for (const flow of flows) {
      const onSuccess = circleIn(flow, ({ kind }) => kind !== 'cancel' && kind !== 'failure');
      // Whether a way back that only a failure takes counts as a circle, no source says.
      const circle = onSuccess ?? circleIn(flow, ({ kind }: Edge) => kind !== 'cancel');
      const [first] = circle ?? [];
      if (circle === undefined || first?.nameNode === undefined) continue;
      // A step whose onFailure names itself is told by jump-to-self.
      if (circle.length === 1 && onSuccess === undefined) continue;
      const names = [...circle, first].map(({ name }) => name ?? '?').join(' → ');
      report(wayBack(circle, flow) ?? first.nameNode, `These steps go round: ${names}. Repeat steps with aws:loop`, {
        severity: onSuccess === undefined ? 'warning' : 'error',
      });
    }
  },
};

/** The jump of a circle that leads up in the list; a circle without one cannot be, as list order leads down. */
function wayBack(circle: readonly Step[], flow: Flow): Range | undefined {
  for (const [index, step] of circle.entries()) {
    const to = circle[(index + 1) % circle.length];
    if (to === undefined || flow.steps.indexOf(to) > flow.steps.indexOf(step)) continue;
    const jump = jumpsOf(step).find(({ target, key }) => target === to.name && key !== 'onCancel');
    if (jump !== undefined) return jump.place;
  }
  return undefined;
}
