/** The retired runtimes of a document, and the edits that update them: for the rule, and for a whole workspace at once. */

import type { Document } from './document.ts';
import type { Step } from './kinds/steps.ts';
import { meaningOf } from './meaning.ts';
import type { Fix } from './problem.ts';
import { runtimeNamed } from './scripts/embedded.ts';
import { get, type ScalarNode } from './syntax/node.ts';
import { replaceFix } from './words.ts';

export interface RetiredRuntime {
  node: ScalarNode;
  /** What to use instead. */
  use: string;
  edits: Fix['edits'];
}

/** The steps of `aws:executeScript` with a runtime that is retired. */
export function retiredRuntimes(steps: readonly Step[]): RetiredRuntime[] {
  return steps.flatMap(({ action, inputs }) => {
    const node = action === 'aws:executeScript' ? get(inputs, 'Runtime') : undefined;
    const runtime = node?.type === 'scalar' ? runtimeNamed(node.text) : undefined;
    if (node?.type !== 'scalar' || runtime?.state !== 'retired' || runtime.use === undefined) return [];
    const edits = (replaceFix(node, runtime.use) ?? []).flatMap((fix) => fix.edits);
    return [{ node, use: runtime.use, edits }];
  });
}

/** The edits that update every retired runtime of a text. */
export function runtimeEdits({ parts }: Document): Fix['edits'] {
  const runbooks = parts.filter(({ kind }) => kind === 'automation');
  return runbooks.flatMap((part) => retiredRuntimes(meaningOf(part).view.all).flatMap(({ edits }) => edits));
}
