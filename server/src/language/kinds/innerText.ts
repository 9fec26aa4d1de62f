/**
 * A text in a document that is a document itself: read like any other, with offsets into the text around it.
 *
 * What a template fills in later is marked unknown, and nothing is held against it.
 */

import type { Problem, Range } from '../problem.ts';
import { commentsOf } from '../syntax/comments.ts';
import { innerSyntax } from '../syntax/inner.ts';
import { isIntrinsic } from '../syntax/intrinsics.ts';
import { lineAt } from '../syntax/lines.ts';
import type { Comment, MapNode, Node, ScalarNode } from '../syntax/node.ts';

export interface InnerText {
  roots: Node[];
  format: 'yaml' | 'json';
  faults: Problem[];
  damage: Range[];
  /** Its comments; those of a text in quotes are not looked for. */
  comments(text: string): Comment[];
}

/** Reads the text of a scalar; `filler` begins what a template fills in, where the text has such places. */
export function readInner(node: ScalarNode, filler: string | undefined): InnerText {
  const { roots, format, faults, damage, broken } = innerSyntax(node);
  // Where what is filled in decides how a text is read, only the whole could be judged, and nobody has it.
  if (filler !== undefined && broken.some((each) => linesOf(node.text, each).includes(filler)))
    return { roots: [], format, faults: [], damage: [], comments: () => [] };
  const block = node.style === 'literal' || node.style === 'folded';
  return {
    roots: roots.map((root) => known(root, filler)),
    format,
    faults,
    damage,
    comments: (text) => (format === 'yaml' && block ? commentsOf(text, roots, node) : []),
  };
}

function linesOf(text: string, { start, end }: Range): string {
  return text.slice(lineAt(text, start).start, lineAt(text, end).end);
}

/** A root of a template with what is filled in later replaced by unknown scalars. */
export function known(root: Node, filler: string | undefined): Node {
  return new Marking(filler).known(root);
}

class Marking {
  private readonly filler: string | undefined;
  private readonly seen = new Set<Node>();

  constructor(filler: string | undefined) {
    this.filler = filler;
  }

  known(node: Node): Node {
    if (this.seen.has(node)) return node;
    this.seen.add(node);
    const tagged = node.type !== 'alias' && node.tag !== undefined && !node.tag.startsWith('!!');
    if (node.type === 'scalar') {
      if (tagged || this.isFilled(node.text)) {
        node.unknown = true;
        // Rules pass over a value that is null, and so over one that is not known.
        node.value = null;
      }
      return node;
    }
    if (tagged || (node.type === 'map' && this.isMade(node))) return unknownAt(node);
    if (node.type === 'list') node.items = node.items.map((item) => this.known(item));
    if (node.type === 'map') for (const entry of node.entries) entry.value = this.known(entry.value);
    return node;
  }

  private isMade(map: MapNode): boolean {
    return isIntrinsic(map) || map.entries.some(({ key }) => this.isFilled(key.text));
  }

  private isFilled(text: string): boolean {
    return this.filler !== undefined && text.includes(this.filler);
  }
}

function unknownAt({ start, end, parent }: Node): ScalarNode {
  return {
    type: 'scalar',
    start,
    end,
    parent,
    text: '',
    value: null,
    style: 'plain',
    places: undefined,
    missing: false,
    unknown: true,
  };
}
