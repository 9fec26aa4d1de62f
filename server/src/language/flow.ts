/**
 * Where control goes in a runbook: one graph for the main steps and one for the body of each loop.
 *
 * Checks, the simulator, the debugger and the picture of a runbook read the same graph, so that they agree on what happens
 * next. A jump to a step that does not exist has no edge; a jump that is written as a reference makes the graph
 * incomplete, and nothing may then be said about what cannot happen.
 * Sources: the user guide on actions and branch conditions.
 */

import { type Jump, jumpsOf } from './jumps.ts';
import type { Step, StepsView } from './kinds/steps.ts';
import { get, textOf } from './syntax/node.ts';

/**
 * Why control takes an edge: `next` in list order, `nextStep` and `choice` and `default` as written, `failure` and
 * `cancel` by onFailure and onCancel; `continue` is the way on after a failure that is tolerated.
 */
export type EdgeKind = 'next' | 'nextStep' | 'choice' | 'default' | 'failure' | 'continue' | 'cancel';

export interface Edge {
  from: Step;
  /** Undefined for the end of the run, or of this pass of the loop. */
  to: Step | undefined;
  kind: EdgeKind;
}

export interface Flow {
  steps: readonly Step[];
  /** The first step, where control comes in. */
  entry: Step | undefined;
  edges: readonly Edge[];
  /** False when a jump goes where only the run decides. */
  complete: boolean;
  /** Edges that leave a step. */
  out(step: Step): readonly Edge[];
}

/** The graph of the main steps first, then one of the body of each loop. */
export function flowsOf(view: StepsView): Flow[] {
  return [...new Set([view.steps, ...view.all.map(({ siblings }) => siblings)])].map(flowOf);
}

/** The graph of steps that stand in one list. */
export function flowOf(steps: readonly Step[]): Flow {
  const byName = new Map<string, Step>();
  for (const step of steps) if (step.name !== undefined && !byName.has(step.name)) byName.set(step.name, step);
  const outs = new Map<Step, Edge[]>();
  let complete = true;
  for (const [index, step] of steps.entries()) {
    const edges: Edge[] = [];
    outs.set(step, edges);
    const add = (to: Step | undefined, kind: EdgeKind): void => {
      if (!edges.some((edge) => edge.to === to && edge.kind === kind)) edges.push({ from: step, to, kind });
    };
    const jumps = jumpsOf(step);
    // Where a jump names no step, that is the fault to tell, not what follows from it.
    if (jumps.some(({ target, unknown }) => unknown || !byName.has(target))) complete = false;
    const jump = (key: string): Step | undefined => byName.get(jumps.find((each) => each.key === key)?.target ?? '');
    const wayOn = onward(
      step,
      steps[index + 1],
      jumps.some(({ key }) => key === 'nextStep'),
      jump('nextStep'),
    );
    if (wayOn.open) complete = false;
    for (const { key, target } of jumps) {
      const to = byName.get(target);
      if (to === undefined) continue;
      if (key === 'NextStep') add(to, 'choice');
      else if (key === 'Default') add(to, 'default');
      else if (key === 'onFailure') add(to, 'failure');
      else if (key === 'onCancel') add(to, 'cancel');
    }
    // Steps of a loop's body may leave it: no guide says so, and runbooks of AWS do it.
    for (const { key, target } of bodyJumps(step)) {
      const to = byName.get(target);
      if (to !== undefined && !step.body.some(({ name }) => name === target))
        add(to, key === 'onCancel' ? 'cancel' : 'failure');
    }
    const decided = step.action === 'aws:branch' && jumps.some(({ key }) => key === 'Default');
    if (!decided) for (const to of wayOn.to) add(to, to !== undefined && to === jump('nextStep') ? 'nextStep' : 'next');
    if (textOf(get(step.node, 'onFailure')) === 'Continue') for (const to of wayOn.to) add(to, 'continue');
  }
  return { steps, entry: steps[0], edges: [...outs.values()].flat(), complete, out: (step) => outs.get(step) ?? [] };
}

/** Jumps of all steps inside a loop. */
function bodyJumps(step: Step): Jump[] {
  return step.body.flatMap((inner) => [...jumpsOf(inner), ...bodyJumps(inner)]);
}

/** Where a step that did its work goes on; `open` when that is not known for certain. */
function onward(
  step: Step,
  following: Step | undefined,
  jumps: boolean,
  target: Step | undefined,
): { to: (Step | undefined)[]; open: boolean } {
  const node = get(step.node, 'isEnd');
  const end = node?.type === 'scalar' && !node.unknown ? node.text.toLowerCase() : undefined;
  // Beside nextStep, isEnd is a fault of its own; what it cuts off is not another one.
  if (end === 'true') return { to: [undefined], open: jumps };
  const open = node !== undefined && end !== 'false';
  // A jump to a step that is not there leads nowhere that is known.
  const to = jumps && target === undefined ? [] : [jumps ? target : following];
  return { to: open ? [...to, undefined] : to, open };
}

/** Every step that control can come to from the given ones, those included, over edges of the kinds that count. */
export function reachable(flow: Flow, from: readonly Step[], counts: (edge: Edge) => boolean = () => true): Set<Step> {
  const seen = new Set<Step>(from);
  const queue = [...from];
  for (let step = queue.pop(); step !== undefined; step = queue.pop()) {
    for (const edge of flow.out(step)) {
      if (edge.to === undefined || seen.has(edge.to) || !counts(edge)) continue;
      seen.add(edge.to);
      queue.push(edge.to);
    }
  }
  return seen;
}

/** Every step from which control can come to a step, over edges of the kinds that count; the step itself in a circle. */
export function stepsBefore(flow: Flow, step: Step, counts: (edge: Edge) => boolean = () => true): Set<Step> {
  const into = new Map<Step, Step[]>();
  for (const edge of flow.edges) {
    if (edge.to === undefined || !counts(edge)) continue;
    const froms = into.get(edge.to);
    if (froms === undefined) into.set(edge.to, [edge.from]);
    else froms.push(edge.from);
  }
  const found = new Set<Step>();
  const queue: Step[] = [step];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const from of into.get(next) ?? []) {
      if (found.has(from)) continue;
      found.add(from);
      queue.push(from);
    }
  }
  return found;
}

/** The steps of a circle that control can go round in, in order; undefined when there is none. */
export function circleIn(flow: Flow, counts: (edge: Edge) => boolean): Step[] | undefined {
  const state = new Map<Step, 'open' | 'done'>();
  // An explicit stack: a runbook with thousands of steps in a row must not exhaust the real one.
  for (const start of flow.steps) {
    if (state.has(start)) continue;
    const path: { step: Step; edges: Edge[] }[] = [];
    const enter = (step: Step): void => {
      state.set(step, 'open');
      path.push({ step, edges: flow.out(step).filter((edge) => edge.to !== undefined && counts(edge)) });
    };
    enter(start);
    while (path.length > 0) {
      const top = path.at(-1);
      const to = top?.edges.pop()?.to;
      if (to === undefined) {
        if (top !== undefined) state.set(top.step, 'done');
        path.pop();
      } else if (state.get(to) === 'open')
        return path.slice(path.findIndex(({ step }) => step === to)).map(({ step }) => step);
      else if (!state.has(to)) enter(to);
    }
  }
  return undefined;
}
