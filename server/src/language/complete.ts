/** What may be typed at a place. */

import type { Document } from './document.ts';
import type { Range } from './problem.ts';

export interface Completion {
  label: string;
  kind: 'key' | 'value' | 'reference' | 'step' | 'snippet';
  /** A few words beside the label, such as a type. */
  detail?: string;
  /** Markdown. */
  documentation?: string;
  /** The stretch of the text that `insert` replaces; it contains the cursor. */
  range: Range;
  insert: string;
  /** True when `insert` is in snippet syntax, with `$1` and `${1:name}`. */
  snippet: boolean;
  /** Sorts the list; required keys come first. */
  sort: string;
  deprecated?: boolean;
}

export function complete(document: Document, offset: number): Completion[] {
  void document;
  void offset;
  return [];
}
