/**
 * A parsed text and what kind of document it holds. `parse` never throws and never gives up.
 */

import type { KindId } from './kinds/index.ts';
import type { Problem, Range } from './problem.ts';
import type { Comment, Node } from './syntax/node.ts';

export interface ParseOptions {
  /** How the text is written. Told from its first character when absent: `{` or `[` is JSON. */
  format?: 'yaml' | 'json';
  /** Takes the text for this kind whatever it looks like; for a file named by the user, or a language id. */
  kind?: KindId;
}

/** One document of a text; a YAML text can hold several, divided by `---`. */
export interface Part {
  root: Node;
  /** What it is, or undefined for a document that is none of ours. */
  kind: KindId | undefined;
  /** Why it was recognised, or why not: a sentence for a person. */
  reason: string;
}

export interface Document {
  text: string;
  format: 'yaml' | 'json';
  parts: Part[];
  comments: Comment[];
  /** What is wrong with the text as YAML or JSON; reported by `check` only for a document of ours. */
  faults: Problem[];
  /** Stretches that were mended or left out to read the rest; what is missing near them is not held against the author. */
  damage: Range[];
}

export function parse(text: string, options: ParseOptions = {}): Document {
  void options;
  return { text, format: 'yaml', parts: [], comments: [], faults: [], damage: [] };
}
