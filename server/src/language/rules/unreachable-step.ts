/** A step that nothing leads to. */

import { reachable } from '../flow.ts';
import { jumpsOf } from '../jumps.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unreachable-step',
  severity: 'warning',
  summary: 'A step can never run: no step leads to it.',
  kinds: ['automation', 'change-template'],
  check({ flows, symbols, known }, report) {
    if (!known('mainSteps')) return;
    for (const flow of flows) {
      if (!flow.complete || flow.entry === undefined) continue;
      const jumps = flow.steps.flatMap(jumpsOf);
      // A jump to no step at all is told by unknown-step; it was to lead to one of these.
      if (jumps.some(({ target }) => !symbols.steps.has(target))) continue;
      // A nextStep that isEnd cuts off is told by end-and-next.
      const named = jumps.flatMap(({ key, target }) => (key === 'nextStep' ? (symbols.steps.get(target) ?? []) : []));
      const seen = reachable(flow, [flow.entry, ...named]);
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
