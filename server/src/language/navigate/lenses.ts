/**
 * Lines above which an editor tells how often something is used (parameters, variables and steps), and above which it offers
 * to run a document or a run file.
 */

import type { Document, Part } from '../document.ts';
import type { Range } from '../problem.ts';
import { runnablePart } from '../run/runnable.ts';
import { occurrencesOf } from './occurrences.ts';

/** A place for a lens: above a name that is declared there, or above a document. What it tells is found when it is seen. */
export interface Lens extends Range {
  kind: 'references' | 'run' | 'runAgain' | 'runFile' | 'previewTargets';
  /** On a parameter that is not used in its document: whether callers give it, only the workspace knows. */
  outside?: true;
}

const counted = new Set(['parameter', 'variable', 'step']);

/** The lenses of a document, in source order; of what is used nowhere there is nothing to tell. */
export function lenses(document: Document): Lens[] {
  const ours = document.parts.filter(({ kind }) => kind !== undefined);
  return [...runLenses(document), ...ours.flatMap(referenceLenses)];
}

function runLenses(document: Document): Lens[] {
  const part = runnablePart(document);
  const first = part?.root.type === 'map' ? part.root.entries[0]?.key : undefined;
  if (part === undefined || first === undefined) return [];
  const { start, end } = first;
  const above = (...kinds: Lens['kind'][]): Lens[] => kinds.map((kind) => ({ kind, start, end }));
  if (part.kind === 'run') return above('runFile', 'previewTargets');
  return part.kind === 'automation' || part.kind === 'command' ? above('run', 'runAgain') : [];
}

function referenceLenses(part: Part): Lens[] {
  return occurrencesOf(part).all.flatMap(({ symbol, role, start, end }): Lens[] => {
    if (role !== 'declaration' || !counted.has(symbol.kind)) return [];
    if (symbol.occurrences.some((each) => each.role !== 'declaration')) return [{ kind: 'references', start, end }];
    return symbol.kind === 'parameter' ? [{ kind: 'references', start, end, outside: true }] : [];
  });
}

/** The title of a lens over so many references. */
export function referencesTitle(count: number): string {
  return count === 1 ? '1 reference' : `${count} references`;
}
