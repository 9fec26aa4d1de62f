/**
 * A Guard policy in its document: the tree, and how its places map to those of the text around it.
 *
 * A policy is all of a `.guard` file, or the text of a `PolicyText`. Either is a scalar, so that one mapping serves both.
 */

import type { Range } from '../problem.ts';
import type { Node, ScalarNode } from '../syntax/node.ts';
import { sourceOffset, textIndex } from '../syntax/scalar.ts';
import { type Names, namesOf } from './names.ts';
import { parsePolicy } from './parse.ts';
import type { PolicyTree } from './tree.ts';

export interface Policy extends PolicyTree {
  text: string;
  names: Names;
  /** A stretch of the policy as one of the document. */
  place(range: Range): Range;
  /** The offset in the policy that stands at one of the document. */
  inside(offset: number): number;
}

const known = new WeakMap<Node, Policy>();
const nothing: ScalarNode = {
  type: 'scalar',
  parent: undefined,
  text: '',
  value: '',
  style: 'plain',
  places: undefined,
  missing: false,
  start: 0,
  end: 0,
};

/** The policy that a root of the kind `guard` holds. A tree does not change once it is read. */
export function policyOf(root: Node): Policy {
  const found = known.get(root);
  if (found !== undefined) return found;
  const node = root.type === 'scalar' ? root : nothing;
  const tree = parsePolicy(node.text);
  const policy: Policy = {
    ...tree,
    text: node.text,
    names: namesOf(tree),
    place({ start, end }) {
      const from = sourceOffset(node, start);
      // The end of a word is behind its last character, not where the next line of the text begins.
      return { start: from, end: end > start ? behind(node, end - 1) : from };
    },
    inside: (offset) => textIndex(node, offset),
  };
  known.set(root, policy);
  return policy;
}

/** Where the character at an index ends in the source: an escape between quotes is several signs long. */
function behind(node: ScalarNode, index: number): number {
  const quoted = node.style === 'double' || node.style === 'single';
  const at = sourceOffset(node, index);
  if (!quoted || !node.places?.some((place, i) => i % 2 === 0 && place === index)) return at + 1;
  return index + 1 === node.text.length ? node.end - 1 : sourceOffset(node, index + 1);
}

/** The root of a text that is a policy or a query as a whole. */
export function wholeText(text: string): ScalarNode {
  return { ...nothing, text, value: text, places: [0, 0], end: text.length };
}
