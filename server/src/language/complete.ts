/** What may be typed at a place: keys, values, and references inside `{{ }}`. Works in half-typed text. */

import { expressionItems, keyItems, valueItems } from './complete/items.ts';
import { placeAt } from './complete/place.ts';
import { startItems } from './complete/start.ts';
import type { Document } from './document.ts';
import { partAt } from './document.ts';
import { meaningOf } from './meaning.ts';
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

/** What may stand at an offset; in a document that is none of ours yet, what makes it one. */
export function complete(document: Document, offset: number): Completion[] {
  const part = partAt(document, offset);
  if (part?.kind === undefined) return startItems(document, offset);
  if (part.escaped) return [];
  const place = placeAt(document, part, offset);
  if (place === undefined) return [];
  if (place.type === 'key') return keyItems(place, document.text.slice(place.range.start, offset));
  const { symbols } = meaningOf(part);
  if (place.type === 'value') return valueItems(place, symbols);
  return expressionItems(place, symbols, part.kind === 'automation' || part.kind === 'change-template');
}
