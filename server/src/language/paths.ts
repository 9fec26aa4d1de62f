/**
 * Questions about the ways through a runbook that the rules on outputs ask of its flow graph: whether a step can be avoided,
 * and what the ways around it are like.
 */

import { type Edge, type Flow, reachable } from './flow.ts';
import type { Step } from './kinds/steps.ts';

const troubled = new Set<Edge['kind']>(['failure', 'continue', 'cancel']);

/** True for the ways that control takes while nothing fails and nobody cancels. */
export function isPlain({ kind }: Edge): boolean {
  return !troubled.has(kind);
}

/** True when each way from the entry to an end passes the step, as long as nothing fails. */
export function isUnavoidable(flow: Flow, step: Step): boolean {
  const { entry } = flow;
  if (entry === undefined) return false;
  if (entry === step) return true;
  const others = reachable(flow, [entry], (edge) => isPlain(edge) && edge.to !== step);
  return ![...others].some((other) => flow.out(other).some((edge) => isPlain(edge) && edge.to === undefined));
}

/**
 * How control can come to `reader` without passing `source`, the surest way first:
 *
 * - `straight`: nothing fails, and where the ways part, nothing decides once more whether the reader is for this way too;
 * - `decided`: nothing fails, but another branch stands between, which may well ask for the same thing;
 * - `failure`: only after a failure.
 */
export function wayAround(flow: Flow, source: Step, reader: Step): 'straight' | 'decided' | 'failure' | undefined {
  const { entry } = flow;
  if (entry === undefined || entry === source) return undefined;
  const around = reachable(flow, [entry], (edge) => edge.kind !== 'cancel' && edge.to !== source);
  if (!around.has(reader)) return undefined;
  const plain = reachable(flow, [entry], (edge) => isPlain(edge) && edge.to !== source);
  if (!plain.has(reader)) return 'failure';
  const before = leadingTo(flow, source);
  const parted = [...plain].flatMap((step) =>
    before.has(step) ? flow.out(step).flatMap((edge) => (isPlain(edge) && edge.to !== undefined ? edge.to : [])) : [],
  );
  const starts = parted.filter((step) => !before.has(step));
  const straight = reachable(flow, starts, (edge) => isPlain(edge) && edge.from.action !== 'aws:branch');
  return straight.has(reader) ? 'straight' : 'decided';
}

/** The steps from which control can come to a step, that one included. */
function leadingTo(flow: Flow, step: Step): Set<Step> {
  const sources = new Map<Step, Step[]>();
  for (const { from, to } of flow.edges) {
    if (to === undefined) continue;
    const known = sources.get(to);
    if (known === undefined) sources.set(to, [from]);
    else known.push(from);
  }
  const seen = new Set([step]);
  const queue = [step];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const from of sources.get(at) ?? []) {
      if (seen.has(from)) continue;
      seen.add(from);
      queue.push(from);
    }
  }
  return seen;
}
