/** Places that are edited together while one of them is typed: the name of a step where it is declared and used. */

import { type Document, partAt } from '../document.ts';
import type { Range } from '../problem.ts';
import { occurrenceAt } from './occurrences.ts';
import { prepareRename } from './rename.ts';

/** The places of the step named at an offset; undefined unless a rename could reach all of them as they are written. */
export function linkedNames(document: Document, offset: number): Range[] | undefined {
  const part = partAt(document, offset);
  const symbol = part?.kind === undefined ? undefined : occurrenceAt(part, offset)?.symbol;
  if (symbol?.kind !== 'step' || symbol.occurrences.length < 2) return undefined;
  const prepared = prepareRename(document, offset);
  if (prepared === undefined || 'refused' in prepared) return undefined;
  const alike = symbol.occurrences.every(({ start, end }) => document.text.slice(start, end) === symbol.name);
  return alike ? symbol.occurrences.map(({ start, end }) => ({ start, end })) : undefined;
}
