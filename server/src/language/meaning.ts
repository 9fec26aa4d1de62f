/**
 * What the features of an editor and the checks all ask of a document: its view, its symbols and its flow graphs, read once
 * for each part and only when somebody asks.
 */

import type { Part } from './document.ts';
import { type Flow, flowsOf } from './flow.ts';
import { type StepsView, stepsView } from './kinds/steps.ts';
import { type Symbols, symbolsOf } from './symbols.ts';
import type { Node } from './syntax/node.ts';

export interface Meaning {
  view: StepsView;
  symbols: Symbols;
  /** The graph of the main steps, and one of each loop's body. */
  readonly flows: readonly Flow[];
}

/** The parameters of a run file are those of another document. */
const noSteps: StepsView = { parameters: [], variables: [], steps: [], all: [] };

const known = new WeakMap<Node, Meaning>();

/** The meaning of a part. A tree does not change once it is read, so that the answer is kept with its root. */
export function meaningOf({ root, kind }: Part): Meaning {
  const found = known.get(root);
  if (found !== undefined) return found;
  const view = kind === 'run' ? noSteps : stepsView(root);
  let flows: readonly Flow[] | undefined;
  const meaning: Meaning = {
    view,
    symbols: symbolsOf(root, view),
    get flows() {
      flows ??= flowsOf(view);
      return flows;
    },
  };
  known.set(root, meaning);
  return meaning;
}
