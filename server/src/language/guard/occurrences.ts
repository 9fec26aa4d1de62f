/** The names of a policy as the table that definition, references, rename and colours read. */

import type { Part } from '../document.ts';
import type { Named, Occurrence, Occurrences } from '../navigate/occurrences.ts';
import type { Range } from '../problem.ts';
import type { ScalarNode } from '../syntax/node.ts';
import { policyOf } from './policy.ts';

export function policyOccurrences({ root }: Part): Occurrences {
  const policy = policyOf(root);
  const node = root as ScalarNode;
  const symbols: Named[] = [];
  const order = (a: Range, b: Range): number => a.start - b.start;
  const add = (kind: Named['kind'], name: string, whole: Range | undefined): Named => {
    const from = whole === undefined ? 'none' : 'document';
    const symbol: Named = { kind, name, step: undefined, from, occurrences: [], whole: whole && policy.place(whole) };
    symbols.push(symbol);
    return symbol;
  };
  const at = (symbol: Named, range: Range, role: Occurrence['role']): void => {
    symbol.occurrences.push({ ...policy.place(range), symbol, role, node });
  };
  for (const { kind, declaration, uses, whole } of policy.names.all) {
    const symbol = add(kind === 'capture' ? 'variable' : kind, declaration.text, whole);
    at(symbol, declaration, 'declaration');
    for (const use of uses) at(symbol, use, 'read');
    symbol.occurrences.sort(order);
  }
  for (const { use, kind } of policy.names.unknown) at(add(kind, use.text, undefined), use, 'read');
  return { symbols, all: symbols.flatMap(({ occurrences }) => occurrences).sort(order) };
}
