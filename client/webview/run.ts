/** A run in the picture: how far each step has come, by its name. Pure. */

import type { DocumentGraphBody as Body, DocumentGraphNode as Node } from '../../server/src/protocol.ts';

export type State = NonNullable<Node['state']>;
export type States = Readonly<Record<string, State>>;

/** Signs beside the colours, for whoever does not see them. */
export const marks: Readonly<Record<State, { sign: string; word: string }>> = {
  pending: { sign: '', word: 'not begun' },
  running: { sign: '▶', word: 'running' },
  waiting: { sign: '‖', word: 'waiting' },
  succeeded: { sign: '✓', word: 'succeeded' },
  failed: { sign: '✗', word: 'failed' },
  skipped: { sign: '↷', word: 'skipped' },
  timedOut: { sign: '!', word: 'timed out' },
  cancelled: { sign: '⊘', word: 'cancelled' },
};

/** The states that stand in the picture, in the order of their marks. */
export function statesIn({ nodes }: Body): State[] {
  const found = new Set(
    nodes.flatMap(({ state, body }) => [...(state ? [state] : []), ...(body ? statesIn(body) : [])]),
  );
  return (Object.keys(marks) as State[]).filter((state) => found.has(state));
}

/** The same steps with the state of each that the run tells of; the others have not begun. */
export function withStates(body: Body, states: States): Body {
  const nodes = body.nodes.map((node): Node => {
    if (node.type === 'start' || node.type === 'end' || node.type === 'missing') return node;
    const inner = node.body && { body: withStates(node.body, states) };
    return {
      ...node,
      state: Object.hasOwn(states, node.name) ? (states[node.name] ?? 'pending') : 'pending',
      ...inner,
    };
  });
  return { ...body, nodes };
}
