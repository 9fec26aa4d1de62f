/** The function of a script that `aws:executeScript` calls: which there are, and what it reads of its payload. */

import type { Step, StepsView } from '../kinds/steps.ts';
import { get, type Node, textOf } from '../syntax/node.ts';
import { scriptOf } from './embedded.ts';
import { type KeyRead, keysRead, readPython } from './python.ts';

type Around = { root: Node; view: StepsView };

/** Functions of the script of a step that can be called with the two values of a handler. */
export function handlersOf(step: Step, around: Around): string[] {
  const script = scriptOf(around, step);
  if (script?.language !== 'python' || script.placeholder) return [];
  return readPython(script.text).functions.flatMap(({ name, positional, rest, needsNames }) => {
    const required = positional.filter(({ optional }) => !optional).length;
    return required <= 2 && (positional.length >= 2 || rest) && !needsNames ? [name] : [];
  });
}

/** The keys that the handler of a step reads of its first parameter; undefined where that cannot be told. */
export function keysReadBy(step: Step, around: Around): KeyRead[] | undefined {
  const script = scriptOf(around, step);
  if (script?.language !== 'python' || script.placeholder) return undefined;
  const name = textOf(get(step.inputs, 'Handler'))?.trim();
  const handler = readPython(script.text).functions.findLast((each) => each.name === name);
  const parameter = handler?.positional[0]?.name;
  return handler === undefined || handler.decorated || parameter === undefined
    ? undefined
    : keysRead(handler, parameter);
}
