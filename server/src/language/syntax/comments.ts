/**
 * Comments of a YAML text, found in the gaps between its scalars.
 *
 * The parser drops them, and few callers want them, so they are looked for only when asked.
 */

import type { Range } from '../problem.ts';
import type { Comment, Node } from './node.ts';

/** All comments of a text, or of a stretch of it, in order. A `#` inside a text or script is none. */
export function commentsOf(text: string, roots: readonly Node[], within?: Range): Comment[] {
  const comments: Comment[] = [];
  if (!text.includes('#')) return comments;
  let at = within?.start ?? 0;
  const gap = (end: number): void => {
    while (at < end) {
      const hash = text.indexOf('#', at);
      if (hash < 0 || hash >= end) break;
      const before = text.charCodeAt(hash - 1);
      const begins = hash === 0 || before === 32 || before === 9 || before === 10 || before === 13 || before === 0xfeff;
      const broken = text.slice(hash).search(/[\r\n]/);
      const stop = broken < 0 ? text.length : hash + broken;
      at = begins ? stop : hash + 1;
      if (begins) comments.push({ start: hash, end: stop, text: text.slice(hash + 1, stop) });
    }
    at = Math.max(at, end);
  };
  const visit = (node: Node): void => {
    if (node.type === 'map') {
      for (const { key, value, merged } of node.entries) {
        if (merged) continue;
        visit(key);
        visit(value);
      }
    } else if (node.type === 'list') node.items.forEach(visit);
    else {
      // A block scalar's header line may end in a comment of its own; it is passed over with the scalar.
      gap(node.start);
      at = Math.max(at, node.end);
    }
  };
  roots.forEach(visit);
  gap(within?.end ?? text.length);
  return comments;
}
