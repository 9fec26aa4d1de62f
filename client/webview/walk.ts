/**
 * The keyboard's way through the graph: down and up along the arrows, left and right to what stands beside, into the body of
 * a loop and out again. Every step is reached by going down and right from the first. Pure.
 */

import type { Layout, PlacedNode } from './layout.ts';

export type Direction = 'up' | 'down' | 'left' | 'right' | 'first' | 'last';

const canStand = ({ node }: PlacedNode): boolean => node.type !== 'start' && node.type !== 'end';

/** The step that a key leads to; the same one where there is none that way. */
export function walk({ nodes }: Layout, id: string | undefined, direction: Direction): string | undefined {
  const stops = nodes.filter(canStand);
  const at = stops.find(({ node }) => node.id === id);
  if (at === undefined || direction === 'first') return stops[0]?.node.id;
  if (direction === 'last') return stops.at(-1)?.node.id;
  const to =
    direction === 'down'
      ? below(stops, at)
      : direction === 'up'
        ? above(stops, at)
        : beside(stops, at, direction === 'left' ? -1 : 1);
  return (to ?? at).node.id;
}

/** First into the body, then along the first arrow that leads on, else out of the loop and on from there. */
function below(stops: readonly PlacedNode[], at: PlacedNode, entering = true): PlacedNode | undefined {
  const inside = entering ? stops.find(({ parent }) => parent === at.node.id) : undefined;
  if (inside !== undefined) return inside;
  const targets = at.siblings.edges.filter(({ from }) => from === at.node.id).map(({ to }) => to);
  const next = targets.map((to) => named(stops, to)).find((each) => each !== undefined && each.y > at.y);
  if (next !== undefined) return next;
  const loop = named(stops, at.parent);
  return loop === undefined ? undefined : below(stops, loop, false);
}

function above(stops: readonly PlacedNode[], at: PlacedNode): PlacedNode | undefined {
  const sources = at.siblings.edges.filter(({ to }) => to === at.node.id).map(({ from }) => from);
  const before = sources.map((from) => named(stops, from)).find((each) => each !== undefined && each.y < at.y);
  return before ?? named(stops, at.parent);
}

/** The nearest of the same list whose height overlaps; failing that, the nearest on that side at all. */
function beside(stops: readonly PlacedNode[], at: PlacedNode, side: 1 | -1): PlacedNode | undefined {
  const middle = (each: PlacedNode): number => each.x + each.width / 2;
  const there = stops
    .filter((each) => each.parent === at.parent && (middle(each) - middle(at)) * side > 1)
    .map((each) => ({ each, level: Math.max(0, each.y - at.y - at.height, at.y - each.y - each.height) }))
    .sort((a, b) => a.level - b.level || (middle(a.each) - middle(b.each)) * side);
  return there[0]?.each;
}

function named(stops: readonly PlacedNode[], id: string | undefined): PlacedNode | undefined {
  return id === undefined ? undefined : stops.find(({ node }) => node.id === id);
}
