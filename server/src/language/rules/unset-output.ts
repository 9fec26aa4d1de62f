/**
 * An output read where its step has not run. An error only where the run is bound to come there: reading it on a way that
 * some runs take is what the author may have provided for, as AWS does in the scripts of its own runbooks.
 */

import { type Flow, reachable } from '../flow.ts';
import type { Step } from '../kinds/steps.ts';
import { isUnavoidable, lookers, wayAround } from '../paths.ts';
import type { Use } from '../symbols.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unset-output',
  severity: 'error',
  mayWarn: true,
  summary: 'An output is read where its step has not run, on every path or on some.',
  kinds: ['automation', 'change-template'],
  check({ symbols, view, flows, known }, report) {
    if (!known('mainSteps')) return;
    const after = memo((flow, source) =>
      reachable(
        flow,
        flow.out(source).flatMap(({ to }) => to ?? []),
      ),
    );
    const runs = memo((flow, entry) => reachable(flow, [entry]));
    const unavoidable = memo(isUnavoidable);
    const around = memo((flow, source) => memo((_, reader) => wayAround(flow, source, reader)));
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
        // What cannot run at all is told by unreachable-step. The body of a loop may run not once.
        if (flow.entry === undefined || !runs(flow, flow.entry).has(reader)) continue;
        const bound = flow.steps === view.steps && reader === use.step && unavoidable(flow, reader);
        report(use.body, `Step "${source.name}" has not run when this is read, on any path`, {
          severity: bound ? 'error' : 'warning',
          related,
        });
        continue;
      }
      const way = around(flow, source)(flow, reader);
      if (way === undefined) continue;
      const likely = way === 'straight' && reader === use.step && !lookers.has(reader.action ?? '');
      report(use.body, `Step "${source.name}" may not have run when this is read: a path leads around it`, {
        severity: likely ? 'warning' : 'information',
        related,
      });
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
    if (!known.has(step)) known.set(step, compute(flow, step));
    return known.get(step) as T;
  };
}
