/** Moves the offsets of a tree: from a mended text to what was typed, or from an inner text to the one around it. */

import type { Node } from './node.ts';

/**
 * Turns every offset of a tree by `back`, which must not decrease. Nodes that aliases or merges share are moved once.
 *
 * @param jumps where `back` does not run in step with its offsets, ascending, for scalars to keep the place of each
 * character; left out where they are lines, which no text of a scalar reaches over.
 */
export function relocateTree(
  root: Node,
  back: (offset: number) => number,
  seen: Set<Node> = new Set(),
  jumps: readonly number[] = [],
): void {
  if (seen.has(root)) return;
  seen.add(root);
  const { start } = root;
  if (root.type === 'scalar') {
    const places = root.places ?? [0, start + (root.style === 'single' || root.style === 'double' ? 1 : 0)];
    root.places = movedPlaces(places, root.text.length, back, jumps);
    if (root.complex !== undefined) relocateTree(root.complex, back, seen, jumps);
  }
  root.start = back(start);
  root.end = Math.max(root.start, back(root.end));
  if (root.type === 'list') for (const item of root.items) relocateTree(item, back, seen, jumps);
  else if (root.type === 'map') {
    for (const { key, value } of [...root.entries, ...(root.merges ?? [])]) {
      relocateTree(key, back, seen, jumps);
      relocateTree(value, back, seen, jumps);
    }
  }
}

function movedPlaces(
  places: readonly number[],
  length: number,
  back: (offset: number) => number,
  jumps: readonly number[],
): number[] {
  const moved: number[] = [];
  for (let i = 0; i < places.length; i += 2) {
    const from = places[i] ?? 0;
    const at = places[i + 1] ?? 0;
    const until = at + (places[i + 2] ?? length) - from;
    moved.push(from, back(at));
    for (let j = firstAbove(jumps, at); j < jumps.length; j++) {
      const jump = jumps[j] ?? until;
      if (jump >= until) break;
      moved.push(from + jump - at, back(jump));
    }
  }
  return moved;
}

/** The index of the first number above `limit` in an ascending list. */
function firstAbove(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
