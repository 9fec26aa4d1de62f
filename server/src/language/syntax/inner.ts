/** Reads the text of a scalar as a text of its own, with offsets into the text around it. */

import type { Range } from '../problem.ts';
import { readText, type Syntax } from './index.ts';
import type { Node, ScalarNode } from './node.ts';
import { relocateTree } from './relocate.ts';
import { sourceOffset } from './scalar.ts';

export interface InnerSyntax extends Syntax {
  format: 'yaml' | 'json';
  /** Where it could not be read, in the inner text by itself. */
  broken: readonly Range[];
}

/** The tree inside a scalar; its format is told from its first character unless it is given. */
export function innerSyntax(node: ScalarNode, wanted?: 'yaml' | 'json'): InnerSyntax {
  const format = wanted ?? (/^\s*[{[]/.test(node.text) ? 'json' : 'yaml');
  const { roots, faults, damage } = readText(node.text, format);
  const back = (offset: number): number => sourceOffset(node, offset);
  const place = <T extends Range>(range: T): T => ({
    ...range,
    start: back(range.start),
    end: Math.max(back(range.start), back(range.end)),
  });
  const jumps = node.places?.filter((_, i) => i % 2 === 0);
  const seen = new Set<Node>();
  for (const root of roots) relocateTree(root, back, seen, jumps);
  return {
    roots,
    format,
    // Their fixes were made for the text by itself.
    faults: faults.map(({ fixes: _, ...fault }) => ({ ...place(fault), related: fault.related?.map(place) ?? [] })),
    damage: damage.map(place),
    broken: [...faults, ...damage],
  };
}
