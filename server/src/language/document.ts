/**
 * A parsed text and what kind of document it holds. `parse` never throws and never gives up.
 */

import { embeddedIn } from './kinds/embedded.ts';
import type { KindId } from './kinds/index.ts';
import { mayBeOurs, recognise, recogniseAs } from './kinds/recognise.ts';
import type { Problem, Range } from './problem.ts';
import { commentsOf } from './syntax/comments.ts';
import { readText } from './syntax/index.ts';
import type { Comment, Node, ScalarNode } from './syntax/node.ts';

export interface ParseOptions {
  /** How the text is written. Told from its first character when absent: `{` or `[` is JSON. */
  format?: 'yaml' | 'json';
  /** Takes the text for this kind whatever it looks like; for a file named by the user, or a language id. */
  kind?: KindId;
}

/** One document of a text; a YAML text can hold several, divided by `---`. */
export interface Part {
  root: Node;
  /** How it is written; a JSON document may stand as text in a YAML template. */
  format: 'yaml' | 'json';
  /** True for a document that another one carries, such as the Content of a resource in a template. */
  embedded?: true;
  /** The name that the resource around an embedded document gives it, where it is written as text. */
  name?: ScalarNode;
  /** What it is, or undefined for a document that is none of ours. */
  kind: KindId | undefined;
  /** Why it was recognised, or why not: a sentence for a person. */
  reason: string;
}

export interface Document {
  text: string;
  format: 'yaml' | 'json';
  parts: Part[];
  /** Found when first asked for: the parser passes over them, and few texts need them. */
  comments(): Comment[];
  /** What is wrong with the text as YAML or JSON; reported by `check` only for a document of ours. */
  faults: Problem[];
  /** Stretches that were mended or left out to read the rest; what is missing near them is not held against the author. */
  damage: Range[];
}

/** Reads a text. A text that cannot hold a document of ours is not parsed at all. */
export function parse(text: string, options: ParseOptions = {}): Document {
  const format = options.format ?? (/^\s*[{[]/.test(text) ? 'json' : 'yaml');
  const { kind } = options;
  if (kind === undefined && !mayBeOurs(text)) {
    return { text, format, parts: [], comments: () => [], faults: [], damage: [] };
  }
  const { roots, faults, damage } = readText(text, format);
  const parts: Part[] = [];
  for (const root of roots) {
    if (kind !== undefined) {
      parts.push({ root, format, kind, reason: 'Taken for this kind as asked.' });
      continue;
    }
    parts.push({ root, format, ...recognise(root) });
    for (const inner of embeddedIn(root)) {
      parts.push({
        root: inner.root,
        format: inner.format ?? format,
        embedded: true,
        ...(inner.name && { name: inner.name }),
        ...(inner.recognised ?? recogniseAs(inner.root, inner.documentType)),
      });
      faults.push(...inner.faults);
      damage.push(...inner.damage);
    }
  }
  let comments: Comment[] | undefined;
  return {
    text,
    format,
    parts,
    comments: () => (comments ??= format === 'yaml' ? commentsOf(text, roots) : []),
    faults,
    damage,
  };
}

/** The document that an offset is in: an embedded one around it, else the last one that begins before it. */
export function partAt({ parts }: Document, offset: number): Part | undefined {
  const inner = parts.findLast(({ embedded, root }) => embedded && root.start <= offset && offset <= root.end + 1);
  return inner ?? parts.findLast(({ embedded, root }) => !embedded && root.start <= offset) ?? parts[0];
}
