/** Moves the offsets of a tree: from a mended text to what was typed, or from an inner text to the one around it. */

import type { Node } from './node.ts';

/** Turns every offset of a tree by `back`, which must not decrease. Nodes that aliases or merges share are moved once. */
export function relocateTree(root: Node, back: (offset: number) => number, seen: Set<Node> = new Set()): void {
  if (seen.has(root)) return;
  seen.add(root);
  const { start } = root;
  if (root.type === 'scalar') {
    const places = root.places ?? [0, start + (root.style === 'single' || root.style === 'double' ? 1 : 0)];
    root.places = places.map((value, i) => (i % 2 === 0 ? value : back(value)));
    if (root.complex !== undefined) relocateTree(root.complex, back, seen);
  }
  root.start = back(start);
  root.end = Math.max(root.start, back(root.end));
  if (root.type === 'list') for (const item of root.items) relocateTree(item, back, seen);
  else if (root.type === 'map') {
    for (const { key, value } of root.entries) {
      relocateTree(key, back, seen);
      relocateTree(value, back, seen);
    }
  }
}
