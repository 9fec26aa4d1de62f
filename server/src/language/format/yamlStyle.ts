/**
 * How the author of a YAML text indents: the offset of maps, lists and texts from the key they belong to, as most of the
 * document has it. The formatter brings the rest in line with that and has no taste of its own.
 */

import { lineAt } from '../syntax/lines.ts';
import type { Node } from '../syntax/node.ts';

export interface YamlStyle {
  map: number;
  /** 0 where lists stand under the first letter of their key. */
  list: number;
  /** The same of the lists right below the root, which many keep at the very left. */
  rootList: number;
  /** Of the lines of a `|` or `>` text. */
  block: number;
}

/** The style of a document; what it does not show is two blanks. */
export function styleOf(text: string, root: Node): YamlStyle {
  const votes: Record<keyof YamlStyle, Map<number, number>> = {
    map: new Map(),
    list: new Map(),
    rootList: new Map(),
    block: new Map(),
  };
  const column = (offset: number): number => offset - lineAt(text, offset).start;
  const vote = (kind: keyof YamlStyle, offset: number): void => {
    const least = kind === 'map' || kind === 'block' ? 1 : 0;
    if (offset >= least && offset <= 8) votes[kind].set(offset, (votes[kind].get(offset) ?? 0) + 1);
  };
  const visit = (node: Node): void => {
    if (node.type === 'list') node.items.forEach(visit);
    if (node.type !== 'map' || node.flow) return;
    for (const { key, value, merged } of node.entries) {
      if (merged) continue;
      const from = column(key.start);
      const below = text.slice(key.end, value.start).includes('\n');
      if (value.type === 'scalar' && (value.style === 'literal' || value.style === 'folded')) {
        const first = /\n([ ]*)[^ \r\n]/.exec(text.slice(value.start, value.end))?.[1];
        if (first !== undefined) vote('block', first.length - from);
      } else if (below && value.type === 'list' && !value.flow)
        vote(node === root ? 'rootList' : 'list', column(value.start) - from);
      else if (below && value.type === 'map' && !value.flow) vote('map', column(value.start) - from);
      visit(value);
    }
  };
  visit(root);
  const map = most(votes.map, 2);
  const list = most(votes.list, map);
  return { map, list, rootList: most(votes.rootList, list), block: most(votes.block, map) };
}

/** The offset with most votes; among equals the one nearest to two blanks. */
function most(votes: ReadonlyMap<number, number>, otherwise: number): number {
  const [best] = [...votes].sort(([a, many], [b, more]) => more - many || Math.abs(a - 2) - Math.abs(b - 2));
  return best?.[0] ?? otherwise;
}
