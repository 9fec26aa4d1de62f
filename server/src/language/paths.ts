/**
 * Questions about the ways through a runbook that the rules on outputs ask of its flow graph: whether a step can be avoided,
 * and what the ways around it are like.
 */

import { type Edge, type Flow, reachable, stepsBefore } from './flow.ts';
import type { Step } from './kinds/steps.ts';

/** Actions that are often handed what may be missing, and look for themselves whether it is there. */
export const lookers: ReadonlySet<string> = new Set(['aws:executeScript', 'aws:invokeLambdaFunction', 'aws:branch']);

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
  const before = stepsBefore(flow, source).add(source);
  const parted = [...plain].flatMap((step) =>
    before.has(step) ? flow.out(step).flatMap((edge) => (isPlain(edge) && edge.to !== undefined ? edge.to : [])) : [],
  );
  const starts = parted.filter((step) => !before.has(step));
  const straight = reachable(flow, starts, (edge) => isPlain(edge) && edge.from.action !== 'aws:branch');
  return straight.has(reader) ? 'straight' : 'decided';
}

/**
 * The steps that every run passes on its way to a reader as long as nothing fails; undefined where steps go round. In an
 * order in which all edges lead on, such a step is one that no edge passes over.
 */
export function alwaysBefore(flow: Flow, reader: Step): ReadonlySet<Step> | undefined {
  const { entry } = flow;
  if (entry === undefined) return undefined;
  const forth = reachable(flow, [entry], isPlain);
  const back = stepsBefore(flow, reader, isPlain).add(reader);
  const on = flow.steps.filter((step) => forth.has(step) && back.has(step));
  const among = new Set(on);
  const ways = (step: Step): Step[] =>
    step === reader
      ? []
      : flow.out(step).flatMap((edge) => (isPlain(edge) && edge.to && among.has(edge.to) ? edge.to : []));
  const open = new Map<Step, number>(on.map((step) => [step, 0]));
  for (const step of on) for (const to of ways(step)) open.set(to, (open.get(to) ?? 0) + 1);
  const order: Step[] = [];
  const ready = on.filter((step) => open.get(step) === 0);
  for (let step = ready.pop(); step !== undefined; step = ready.pop()) {
    order.push(step);
    for (const to of ways(step)) {
      const left = (open.get(to) ?? 0) - 1;
      open.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  if (order.length < on.length) return undefined;
  const at = new Map(order.map((step, index) => [step, index]));
  const always = new Set<Step>();
  let furthest = 0;
  for (const [index, step] of order.entries()) {
    if (furthest <= index) always.add(step);
    for (const to of ways(step)) furthest = Math.max(furthest, at.get(to) ?? 0);
  }
  return always;
}
