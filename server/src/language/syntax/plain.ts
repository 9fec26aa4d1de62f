/** A tree as the plain value that it stands for, without places. */

import { type Node, resolve } from './node.ts';

export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

const deepest = 64;

/** The value of a node; what lies deeper than anything that is written by hand is left out. */
export function plainOf(node: Node | undefined, depth = 0): Plain {
  const value = resolve(node);
  if (value === undefined || depth > deepest) return null;
  if (value.type === 'scalar') return value.value;
  if (value.type === 'list') return value.items.map((item) => plainOf(item, depth + 1));
  return Object.fromEntries(value.entries.map(({ key, value: inner }) => [key.text, plainOf(inner, depth + 1)]));
}
