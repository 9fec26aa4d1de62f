/** Steps that a jump may lead to: of the same list, not the step itself, and no way back. */

import { actionNamed } from '../catalogue.ts';
import { type Edge, type Flow, reachable, stepsBefore } from '../flow.ts';
import type { Step } from '../kinds/steps.ts';
import type { Scene } from './scene.ts';

const inRun = ({ kind }: Edge): boolean => kind !== 'cancel';

export function targetsOf(step: Step, key: string, { meaning }: Scene): Step[] {
  const flow = meaning.flows.find(({ steps }) => steps.includes(step));
  const before = flow === undefined ? new Set<Step>() : stepsBefore(flow, step, inRun);
  return step.siblings.filter((target) => {
    if (target === step || target.name === undefined || target.name === step.name) return false;
    if (target.name !== undefined && meaning.symbols.steps.get(target.name) !== target) return false;
    if (key === 'onCancel') return actionNamed(target.action)?.onCancelTarget !== false;
    return !before.has(target);
  });
}

/** Whether the run may end behind a step: nothing that still runs may read what then never happens. */
export function mayEnd(step: Step, { meaning: { flows, symbols } }: Scene): boolean {
  const flow = flows.find(({ steps }) => steps.includes(step));
  if (flow?.entry === undefined || !flow.complete) return true;
  const ended: Flow = {
    ...flow,
    out: (from) =>
      from === step ? flow.out(from).filter(({ kind }) => !/^(?:next|nextStep|continue)$/.test(kind)) : flow.out(from),
  };
  const running = reachable(ended, [flow.entry]);
  const after = new Map<Step, Set<Step>>();
  return symbols.uses.every(({ expression: { reference }, step: reader }) => {
    const source = reference.form === 'output' ? symbols.steps.get(reference.step) : undefined;
    if (source === undefined || reader === undefined || !running.has(reader) || !flow.steps.includes(source))
      return true;
    const reached =
      after.get(source) ??
      reachable(
        ended,
        ended.out(source).flatMap(({ to }) => to ?? []),
      );
    after.set(source, reached);
    return source === reader || reached.has(reader);
  });
}
