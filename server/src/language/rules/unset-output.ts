/** An output read where its step has not run: on every path (an error), or on some. */

import { type Edge, type Flow, reachable } from '../flow.ts';
import type { Step } from '../kinds/steps.ts';
import type { Use } from '../symbols.ts';
import type { Rule } from './rule.ts';

const happens = ({ kind }: Edge): boolean => kind !== 'cancel';

export const rule: Rule = {
  id: 'unset-output',
  severity: 'error',
  mayWarn: true,
  summary: 'An output is read where its step has not run, on every path or on some.',
  kinds: ['automation', 'change-template'],
  check({ symbols, flows, known }, report) {
    if (!known('mainSteps')) return;
    const after = memo((flow: Flow, source: Step) =>
      reachable(
        flow,
        flow.out(source).flatMap(({ to }) => to ?? []),
      ),
    );
    const without = memo((flow: Flow, source: Step) =>
      flow.entry === source
        ? new Set<Step>()
        : reachable(flow, flow.entry === undefined ? [] : [flow.entry], (edge) => happens(edge) && edge.to !== source),
    );
    for (const use of symbols.uses) {
      const pair = pairOf(use, symbols.steps);
      const flow =
        pair === undefined
          ? undefined
          : flows.find(({ steps }) => steps.includes(pair.source) && steps.includes(pair.reader));
      if (pair === undefined || flow === undefined || !flow.complete) continue;
      const { source, reader } = pair;
      const related =
        source.nameNode === undefined
          ? []
          : [{ start: source.nameNode.start, end: source.nameNode.end, message: `Step "${source.name}" is here` }];
      if (!after(flow, source).has(reader)) {
        // What cannot run at all is told by unreachable-step.
        if (flow.entry !== undefined && reachable(flow, [flow.entry]).has(reader))
          report(use.body, `Step "${source.name}" has not run when this is read, on any path`, { related });
      } else if (without(flow, source).has(reader)) {
        report(use.body, `Step "${source.name}" may not have run when this is read: a path leads around it`, {
          severity: 'information',
          related,
        });
      }
    }
  },
};

/** The step whose output a use reads and the step that reads it, both of one list of steps. */
function pairOf(
  { expression, place, step }: Use,
  steps: ReadonlyMap<string, Step>,
): { source: Step; reader: Step } | undefined {
  const { reference } = expression;
  const source = reference.form === 'output' ? steps.get(reference.step) : undefined;
  if (source === undefined || step === undefined || place === 'script' || place === 'key' || source === step)
    return undefined;
  // A step of a loop reads steps outside it when the loop runs.
  for (let reader: Step | undefined = step; reader !== undefined; reader = reader.loop) {
    if (reader === source) return undefined;
    if (reader.siblings === source.siblings) return { source, reader };
  }
  return undefined;
}

function memo<T>(compute: (flow: Flow, step: Step) => T): (flow: Flow, step: Step) => T {
  const known = new Map<Step, T>();
  return (flow, step) => {
    const found = known.get(step);
    if (found !== undefined) return found;
    const made = compute(flow, step);
    known.set(step, made);
    return made;
  };
}
