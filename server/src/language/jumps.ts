/**
 * Where control goes from a step, as it is written: the raw material of the flow graph and of "names no step".
 */

import type { Step } from './kinds/steps.ts';
import type { Range } from './problem.ts';
import { entriesOf, get, itemsOf, type MapNode, type Node, resolve, type ScalarNode } from './syntax/node.ts';
import { sourceOffset } from './syntax/scalar.ts';

export type JumpKey = 'nextStep' | 'onFailure' | 'onCancel' | 'NextStep' | 'Default';

export interface Jump {
  key: JumpKey;
  /** Name of the step, as written. */
  target: string;
  /** The scalar it is written in. */
  node: ScalarNode;
  /** The name alone, without `step:`. */
  place: Range;
  /** True when only the run, or a template around the document, decides where it goes. */
  unknown: boolean;
}

// Half a dozen rules and the flow graph ask for the same jumps of the same step.
const known = new WeakMap<Step, readonly Jump[]>();

/** The jumps a step writes down, in source order of their keys. */
export function jumpsOf(step: Step): readonly Jump[] {
  let jumps = known.get(step);
  if (jumps === undefined) {
    jumps = readJumps(step);
    known.set(step, jumps);
  }
  return jumps;
}

function readJumps(step: Step): Jump[] {
  const jumps: Jump[] = [];
  add(jumps, 'nextStep', get(step.node, 'nextStep'), '');
  add(jumps, 'onFailure', get(step.node, 'onFailure'), 'step:');
  add(jumps, 'onCancel', get(step.node, 'onCancel'), 'step:');
  if (step.action === 'aws:branch') {
    for (const choice of itemsOf(get(step.inputs, 'Choices'))) add(jumps, 'NextStep', get(choice, 'NextStep'), '');
    add(jumps, 'Default', get(step.inputs, 'Default'), '');
  }
  return jumps;
}

function add(jumps: Jump[], key: JumpKey, node: Node | undefined, prefix: string): void {
  if (node?.type !== 'scalar') return;
  if (node.unknown) {
    jumps.push({ key, target: '', node, place: node, unknown: true });
    return;
  }
  if (node.value === null || !node.text.startsWith(prefix)) return;
  const target = node.text.slice(prefix.length);
  if (target === '') return;
  const start = sourceOffset(node, prefix.length);
  const place = { start, end: Math.min(node.end, start + target.length) };
  jumps.push({ key, target, node, place, unknown: target.includes('{{') });
}

/** Every condition of a branch or a loop, those inside And, Or and Not too. */
export function conditionsOf(step: Step): MapNode[] {
  const found: MapNode[] = [];
  const visit = (node: Node | undefined): void => {
    const map = resolve(node);
    if (map?.type !== 'map' || found.includes(map)) return;
    found.push(map);
    for (const { key, value } of entriesOf(map)) {
      if (key.text === 'And' || key.text === 'Or') for (const item of itemsOf(value)) visit(item);
      else if (key.text === 'Not') visit(value);
    }
  };
  if (step.action === 'aws:branch') for (const choice of itemsOf(get(step.inputs, 'Choices'))) visit(choice);
  if (step.action === 'aws:loop') visit(get(step.inputs, 'LoopCondition'));
  return found;
}
