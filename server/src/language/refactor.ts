/**
 * What can be done to a document beyond mending it: extract, inline, rewrite. Each refactoring keeps what the document
 * does; one that cannot is refused with its reason, so that nobody wonders where it is.
 */

import { type Document, partAt } from './document.ts';
import type { Lookups } from './lookups.ts';
import { meaningOf } from './meaning.ts';
import type { Range } from './problem.ts';
import { endRun } from './refactor/endRun.ts';
import { extractParameter } from './refactor/extractParameter.ts';
import { extractSteps } from './refactor/extractSteps.ts';
import { inlineVariable } from './refactor/inlineVariable.ts';
import type { Refactoring, Selection } from './refactor/refactoring.ts';
import { sortInputs } from './refactor/sortInputs.ts';
import { upgradeCommand } from './refactor/upgradeCommand.ts';

const all: readonly ((selection: Selection) => Refactoring[])[] = [
  extractParameter,
  extractSteps,
  inlineVariable,
  upgradeCommand,
  sortInputs,
  endRun,
];

export interface RefactorOptions {
  lookups?: Lookups;
  /** The name of the document's file, for a new one beside it. */
  fileName?: string | undefined;
}

/** The refactorings for what is selected; none in a text that cannot be read in whole. */
export function refactorings(document: Document, range: Range, options: RefactorOptions = {}): Refactoring[] {
  const part = partAt(document, range.start);
  if (part?.kind === undefined || document.damage.length > 0) return [];
  const { lookups = {}, fileName } = options;
  const meaning = meaningOf(part);
  const { view, symbols } = meaning;
  const selection: Selection = {
    document,
    part,
    root: part.root,
    view,
    symbols,
    get flows() {
      return meaning.flows;
    },
    range,
    lookups,
    fileName,
  };
  return all.flatMap((refactor) => refactor(selection));
}
