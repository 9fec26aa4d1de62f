/** The arrows of a step, and why control takes them. */

import type { Edge } from '../flow.ts';
import type { GraphEdge } from '../graph.ts';
import type { Step } from '../kinds/steps.ts';
import { get, itemsOf, textOf } from '../syntax/node.ts';
import type { Context } from './body.ts';
import { conditionWords } from './conditionWords.ts';

/** The arrows of a step. Those that lead to the same place are one, with all that can be said of it. */
export function edgesOf(step: Step, outs: readonly Edge[], end: string, context: Context): GraphEdge[] {
  const from = context.id(step);
  const edges: GraphEdge[] = [];
  for (const target of new Set(outs.map(({ to }) => to))) {
    const kinds = new Set(outs.filter(({ to }) => to === target).map(({ kind }) => kind));
    edges.push({ from, to: target === undefined ? end : context.id(target), ...why(step, target, kinds) });
  }
  return edges;
}

function why(
  step: Step,
  target: Step | undefined,
  kinds: ReadonlySet<Edge['kind']>,
): Pick<GraphEdge, 'kind' | 'label'> {
  const aside = [
    (kinds.has('failure') || kinds.has('continue')) && 'on failure',
    kinds.has('cancel') && 'on cancel',
  ].filter((words) => words !== false);
  const plain = kinds.has('next') || kinds.has('nextStep');
  const ways: string[] = [];
  if (kinds.has('choice') && target !== undefined) ways.push(choiceWords(step, target.name));
  if (kinds.has('default') || (plain && step.action === 'aws:branch')) ways.push('otherwise');
  if (plain || ways.length > 0) {
    const also = aside.length > 0 ? `also ${aside.join(' and ')}` : '';
    const label = [ways.filter((words) => words !== '').join(', or '), also].filter((words) => words !== '').join('; ');
    return { kind: ways.length > 0 ? 'choice' : 'next', ...(label !== '' && { label }) };
  }
  return { kind: kinds.has('failure') ? 'failure' : 'cancel', label: aside.join(' or ') };
}

/** The conditions of all choices that lead to a step. */
export function choiceWords(step: Step, target: string | undefined): string {
  const choices = itemsOf(get(step.inputs, 'Choices')).filter((choice) => textOf(get(choice, 'NextStep')) === target);
  const words = [...new Set(choices.map(conditionWords))].filter((each) => each !== '');
  return words.length > 2 ? `${words.slice(0, 2).join(', or ')}, …` : words.join(', or ');
}

/**
 * The arrows of a step of a Command document. They run in order, failed or not, unless a step says that it ends the
 * document; the last step can be one that runs even then.
 */
export function commandEdges(step: Step, end: string, context: Context): GraphEdge[] {
  const { siblings, inputs } = step;
  const from = context.id(step);
  const following = siblings[siblings.indexOf(step) + 1];
  const next = following === undefined ? end : context.id(following);
  const last = siblings.at(-1);
  const final = last !== undefined && last !== step && textOf(get(last.inputs, 'finallyStep')) === 'true';
  const exit = final ? context.id(last) : end;
  const onFailure = textOf(get(inputs, 'onFailure'));
  const leaves = onFailure === 'exit' || onFailure === 'successAndExit';
  const failed = onFailure === 'successAndExit' ? 'on failure, taken for a success' : 'on failure';
  if (exit === next) return [{ from, to: next, kind: 'next' }];
  if (textOf(get(inputs, 'onSuccess')) === 'exit') {
    if (leaves) return [{ from, to: exit, kind: 'next' }];
    return [
      { from, to: next, kind: 'failure', label: 'on failure' },
      { from, to: exit, kind: 'next', label: 'on success' },
    ];
  }
  const edges: GraphEdge[] = [{ from, to: next, kind: 'next' }];
  if (leaves) edges.push({ from, to: exit, kind: 'failure', label: failed });
  return edges;
}
