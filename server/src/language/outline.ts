/** The outline of a document and the stretches that can be folded. */

import type { Document } from './document.ts';
import type { Range } from './problem.ts';

export interface OutlineItem {
  name: string;
  /** A few words beside the name, such as the action of a step. */
  detail: string;
  kind: 'document' | 'section' | 'parameter' | 'variable' | 'step' | 'output' | 'key';
  /** All of it. */
  range: Range;
  /** The name; inside `range`. */
  selection: Range;
  children: OutlineItem[];
}

/** A stretch that folds, from the line of `start` to the line of `end`. */
export interface Fold extends Range {
  kind: 'region' | 'comment';
}

export function outline(document: Document): OutlineItem[] {
  void document;
  return [];
}

export function folds(document: Document): Fold[] {
  void document;
  return [];
}
