/** The steps of one list as nodes and arrows; the body of a loop is a list of its own, inside its node. */

import type { Flow } from '../flow.ts';
import type { GraphBody, GraphEdge, GraphNode } from '../graph.ts';
import { type Jump, jumpsOf } from '../jumps.ts';
import type { Step } from '../kinds/steps.ts';
import type { Problem } from '../problem.ts';
import { choiceWords, commandEdges, edgesOf } from './edges.ts';
import { shown } from './shown.ts';
import { stepNode } from './stepNode.ts';

/** What is known of all steps of the document. */
export interface Context {
  id(step: Step): string;
  problems(step: Step): readonly Problem[];
  flow(steps: readonly Step[]): Flow | undefined;
  /** The steps of a Command document go on and end by other keys. */
  command: boolean;
  /** Of all steps, for jumps out of a loop. */
  names: ReadonlySet<string>;
}

/** The steps of one list with where control comes in and goes out. */
export function bodyOf(steps: readonly Step[], context: Context, path: string): GraphBody {
  const nodes = steps.map((step) => stepNode(step, context));
  const edges: GraphEdge[] = [];
  const flow = context.flow(steps);
  const inLoop = path !== '';
  if (flow?.entry !== undefined) {
    if (!inLoop) {
      nodes.unshift({ id: `${path}:start`, type: 'start', name: 'Start', problems: [] });
      edges.push({ from: `${path}:start`, to: context.id(flow.entry), kind: 'next' });
    }
    const end = `${path}:end`;
    for (const step of steps) {
      edges.push(...(context.command ? commandEdges(step, end, context) : edgesOf(step, flow.out(step), end, context)));
    }
    if (edges.some(({ to }) => to === end))
      nodes.push({ id: end, type: 'end', name: inLoop ? 'Next pass' : 'End', problems: [] });
  }
  for (const step of steps) addLost(step, context, nodes, edges);
  // What happens when all goes well is told first.
  return { nodes, edges: edges.sort((one, other) => Number(isAside(one)) - Number(isAside(other))) };
}

function isAside({ kind }: GraphEdge): boolean {
  return kind === 'failure' || kind === 'cancel';
}

/** Jumps to a step that is nowhere, or that only the run knows. */
function addLost(step: Step, context: Context, nodes: GraphNode[], edges: GraphEdge[]): void {
  for (const jump of jumpsOf(step)) {
    if (!jump.unknown && context.names.has(jump.target)) continue;
    const name = jump.unknown ? shown(jump.node.text) : jump.target;
    const id = `${jump.unknown ? 'dynamic' : 'missing'}:${context.id(step)}:${name}`;
    if (!nodes.some((node) => node.id === id))
      nodes.push({ id, type: jump.unknown ? 'dynamic' : 'missing', name, selection: jump.place, problems: [] });
    const edge = { from: context.id(step), to: id, ...whyLost(step, jump) };
    if (!edges.some(({ from, to, kind }) => from === edge.from && to === id && kind === edge.kind)) edges.push(edge);
  }
}

function whyLost(step: Step, { key, target }: Jump): Pick<GraphEdge, 'kind' | 'label'> {
  if (key === 'onFailure') return { kind: 'failure', label: 'on failure' };
  if (key === 'onCancel') return { kind: 'cancel', label: 'on cancel' };
  if (key === 'Default') return { kind: 'choice', label: 'otherwise' };
  if (key === 'nextStep') return { kind: 'next' };
  const label = choiceWords(step, target);
  return label === '' ? { kind: 'choice' } : { kind: 'choice', label };
}
