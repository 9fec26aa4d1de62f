/**
 * Which arrows of failure and cancel are drawn, and which are told in a line of the step they leave.
 *
 * Many runbooks clean up in one step that every other one goes to when it fails. Drawn, those arrows bury the flow under a
 * hundred lines, and laying them out takes seconds. Pure.
 */

import type {
  DocumentGraphBody as Body,
  DocumentGraphEdge as Edge,
  DocumentGraphNode as Node,
} from '../../server/src/protocol.ts';

/** As many arrows into one step can still be told apart. */
const drawnInto = 3;
/** As many steps may all arrows of failure and cancel together pass by. */
const drawnPast = 250;

export interface Told {
  text: string;
  role: 'failure' | 'cancel';
}

/** The arrows to draw, and by the id of a step the lines that stand for the others. */
export function aside({ nodes, edges }: Body): { routed: Edge[]; told: Map<Node['id'], Told[]> } {
  const order = new Map(nodes.map(({ id }, index) => [id, index]));
  const span = ({ from, to }: Edge): number => Math.abs((order.get(to) ?? 0) - (order.get(from) ?? 0));
  const beside = edges.filter(isAside);
  const crowded = beside.reduce((sum, edge) => sum + span(edge), 0) > drawnPast;
  const lone = new Set<Edge>();
  for (const to of new Set(beside.map((edge) => edge.to))) {
    const all = beside.filter((edge) => edge.to === to);
    if (!crowded && all.length <= drawnInto) for (const edge of all) lone.add(edge);
    // A step that nothing else leads to would hang in the air.
    else if (!edges.some((edge) => edge.to === to && !isAside(edge))) {
      const others = all.filter(({ from }) => from !== to);
      if (others.length > 0) lone.add(nearest(others, span));
    }
  }
  const told = new Map<Node['id'], Told[]>();
  for (const { from, to, kind, label } of beside.filter((edge) => !lone.has(edge))) {
    const name = nodes.find(({ id }) => id === to)?.name ?? '';
    const text = `${label ?? 'on failure'} → ${name}`;
    told.set(from, [...(told.get(from) ?? []), { text, role: kind === 'cancel' ? 'cancel' : 'failure' }]);
  }
  return { routed: edges.filter((edge) => !isAside(edge) || lone.has(edge)), told };
}

function isAside({ kind }: Edge): boolean {
  return kind === 'failure' || kind === 'cancel';
}

function nearest(edges: readonly Edge[], span: (edge: Edge) => number): Edge {
  return edges.reduce((best, edge) => (span(edge) < span(best) ? edge : best));
}
