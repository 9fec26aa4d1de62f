/** What stands at a place, in Markdown. */

import type { Document } from './document.ts';
import type { Range } from './problem.ts';

export interface Hover {
  range: Range;
  /** Markdown. */
  markdown: string;
}

export function hover(document: Document, offset: number): Hover | undefined {
  void document;
  void offset;
  return undefined;
}
