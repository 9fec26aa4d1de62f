/** A step that nothing leads to. */

import { circleIn, reachable } from '../flow.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unreachable-step',
  severity: 'warning',
  summary: 'A step can never run: no step leads to it.',
  kinds: ['automation', 'change-template'],
  check({ flows, known }, report) {
    if (!known('mainSteps')) return;
    for (const flow of flows) {
      if (!flow.complete || flow.entry === undefined) continue;
      // In a circle the fault is the circle; it cuts off what stands behind it.
      if (circleIn(flow, () => true) !== undefined) continue;
      const seen = reachable(flow, [flow.entry]);
      // One fault, one problem: what only an unreachable step leads to becomes reachable with it.
      for (const step of flow.steps) {
        if (seen.has(step) || step.nameNode === undefined) continue;
        report(
          step.nameNode,
          `Step "${step.name}" can never run: the step before it ends or jumps elsewhere, and no step names it`,
          { tag: 'unnecessary' },
        );
        for (const each of reachable(flow, [step])) seen.add(each);
      }
    }
  },
};
