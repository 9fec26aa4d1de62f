/** A step in words: what it does, what it yields, and where control goes next. */

import type { Edge, Flow } from '../flow.ts';
import type { Step } from '../kinds/steps.ts';
import { outputsOf } from '../symbols.ts';
import { get, textOf } from '../syntax/node.ts';

export function stepText(step: Step, flows: readonly Flow[]): string {
  const description = textOf(get(step.node, 'description'));
  const outputs = outputsOf(step).map(({ name, type }) => `${name} (${type ?? 'String'})`);
  const lines = [`Step **${step.name ?? ''}** — ${step.action ?? 'no action'}`];
  if (description !== undefined) lines.push(description);
  if (outputs.length > 0) lines.push(`Outputs: ${outputs.join(', ')}`);
  const ways = waysOn(step, flows);
  if (ways.length > 0) lines.push(ways.map((way) => `- ${way}`).join('\n'));
  return lines.join('\n\n');
}

/** Where control goes from a step: on success, by its choices, on failure, on cancellation. */
function waysOn(step: Step, flows: readonly Flow[]): string[] {
  const flow = flows.find(({ steps }) => steps.includes(step));
  // In a Command document steps run one after the other, and nothing jumps.
  if (flow === undefined || step.action === undefined) return [];
  const edges = flow.out(step);
  const over = step.loop === undefined ? 'the run ends' : `the pass of **${step.loop.name ?? 'the loop'}** ends`;
  const names = (...kinds: Edge['kind'][]): string[] => [
    ...new Set(
      edges.flatMap(({ kind, to }) =>
        kinds.includes(kind) ? [to === undefined ? over : `**${to.name ?? '?'}**`] : [],
      ),
    ),
  ];
  const say = (lead: string, ...kinds: Edge['kind'][]): string[] => {
    const found = names(...kinds);
    return found.length === 0 ? [] : [`${lead}: ${found.join(', ')}`];
  };
  const last = step === step.siblings.at(-1) && names('next', 'nextStep').length === 0 && names('default').length === 0;
  const failing = textOf(get(step.node, 'onFailure')) ?? 'Abort';
  return [
    ...say('When a choice holds', 'choice'),
    ...say('When none holds', 'default'),
    ...say(names('choice').length > 0 ? 'When none holds' : 'Next', 'next', 'nextStep'),
    ...(last ? [`Next: ${over}`] : []),
    ...say('On failure', 'failure'),
    ...(failing === 'Abort'
      ? ['On failure: the run fails']
      : failing === 'Continue'
        ? ['On failure: goes on as above']
        : []),
    ...say('When cancelled', 'cancel'),
  ];
}
