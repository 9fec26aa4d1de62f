/** Whether steps in a row are entered at the top alone and left in one way alone, as a call is. */

import type { Edge, Flow } from '../flow.ts';
import type { Step } from '../kinds/steps.ts';
import type { Refusal } from './data.ts';

/** Where control goes after the steps; undefined for the end of the run. */
export interface WayOut {
  target: Step | undefined;
}

/** Edges that a step which calls a runbook can have in place of the steps. */
const plain = new Set<Edge['kind']>(['next', 'nextStep', 'continue']);

export function wayOut(flow: Flow, steps: readonly Step[]): WayOut | Refusal {
  const inside = new Set(steps);
  const [first] = steps;
  if (!flow.complete) return { refused: 'A jump names no step, or one that only the run decides' };
  for (const { from, to } of flow.edges) {
    if (to === undefined || !inside.has(to) || inside.has(from) || to === first) continue;
    return { refused: `"${from.name}" leads to "${to.name}", into the middle of what is selected` };
  }
  const targets = new Map<Step | undefined, Step>();
  for (const step of steps) {
    for (const { to, kind } of flow.out(step)) {
      if (to !== undefined && inside.has(to)) continue;
      if (!plain.has(kind))
        return { refused: `"${step.name}" jumps to "${to?.name ?? 'the end'}", out of what is selected` };
      targets.set(to, step);
    }
  }
  const ways = [...targets];
  const [way, other] = ways;
  if (way === undefined) return { refused: 'Control never leaves what is selected' };
  if (other === undefined) return { target: way[0] };
  const [one, two] = [way, other].map(
    ([to, from]) => `"${from.name}" goes on to ${to === undefined ? 'the end' : `"${to.name}"`}`,
  );
  return { refused: `What is selected is left in two ways: ${one}, and ${two}` };
}
