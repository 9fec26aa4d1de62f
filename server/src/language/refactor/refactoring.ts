/** What a refactoring is: a title, edits, perhaps a new file; or the reason why it cannot be done here. */

import type { Document, Part } from '../document.ts';
import type { Lookups } from '../lookups.ts';
import type { Meaning } from '../meaning.ts';
import type { Range } from '../problem.ts';
import type { Edit } from '../syntax/edits.ts';
import type { Node } from '../syntax/node.ts';

/** As the protocol names them; `source` ones concern a whole document. */
export type RefactoringKind = 'refactor.extract' | 'refactor.inline' | 'refactor.rewrite' | 'source.sortInputs';

export interface Refactoring {
  /** What it does, for a menu. */
  title: string;
  kind: RefactoringKind;
  /** In ascending order, not overlapping. */
  edits: Edit[];
  /** A new document, which is to stand beside this one. */
  file?: { name: string; text: string };
  /** Why it cannot be done; then there is nothing else to it. */
  refused?: string;
}

/** What was selected, and all that is known about it. */
export interface Selection extends Meaning {
  document: Document;
  part: Part;
  root: Node;
  /** The cursor, or what is selected. */
  range: Range;
  lookups: Lookups;
  /** The name of the file; undefined for a text that has none yet. */
  fileName: string | undefined;
}

/** Edits in the order in which they are applied. */
export function inOrder(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** One that cannot be done here. */
export function refused(kind: RefactoringKind, title: string, reason: string): Refactoring {
  return { title, kind, edits: [], refused: reason };
}

/** True when a range touches what is selected. */
export function touches({ start, end }: Range, range: Range): boolean {
  return start <= range.end && range.start <= end;
}

/** A name that is not taken: with a number behind it, if need be. */
export function freeName(wanted: string, taken: (name: string) => boolean): string {
  if (!taken(wanted)) return wanted;
  let number = 2;
  while (taken(`${wanted}${number}`)) number++;
  return `${wanted}${number}`;
}

/** `instanceIds` as `InstanceIds`: letters and digits, the first one a capital; "" where nothing is left. */
export function capitalName(text: string): string {
  const words = text.match(/[A-Za-z0-9]+/g) ?? [];
  return words
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    .replace(/^\d+/, '');
}
