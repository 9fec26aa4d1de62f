/** Lines above which an editor tells how often something is used: parameters, variables and steps. */

import type { Document } from '../document.ts';
import type { Range } from '../problem.ts';
import { occurrencesOf } from './occurrences.ts';

/** A place for a lens, above the name that is declared there. What it tells is found when it is seen, by its kind. */
export interface Lens extends Range {
  kind: 'references';
}

const counted = new Set(['parameter', 'variable', 'step']);

/** The lenses of the kinds that are wanted. */
export function lenses(document: Document, wanted: (kind: Lens['kind']) => boolean): Lens[] {
  return wanted('references') ? referenceLenses(document) : [];
}

function referenceLenses(document: Document): Lens[] {
  return document.parts.flatMap((part) =>
    part.kind === undefined
      ? []
      : occurrencesOf(part).all.flatMap(({ symbol, role, start, end }): Lens[] =>
          role === 'declaration' && counted.has(symbol.kind) ? [{ kind: 'references', start, end }] : [],
        ),
  );
}

/** The title of a lens over so many references. */
export function referencesTitle(count: number): string {
  return count === 1 ? '1 reference' : `${count === 0 ? 'no' : count} references`;
}
