/** What `InputPayload` gives to the handler of a Python script, and what the handler reads of it. */

import type { Step } from '../kinds/steps.ts';
import { type Entry, entriesOf, entryOf, get, resolve, textOf } from '../syntax/node.ts';
import { type EmbeddedScript, type Scripted, scriptOf } from './embedded.ts';
import { type KeyRead, keysRead, type PythonFunction, readPython } from './python.ts';

export interface Payload {
  script: EmbeddedScript;
  handler: PythonFunction;
  given: readonly Entry[];
  reads: readonly KeyRead[];
}

/** The function that a step of `aws:executeScript` names as its handler, when it is surely the one that is called. */
export function handlerOf(scripted: Scripted, step: Step): Pick<Payload, 'script' | 'handler'> | undefined {
  const script = step.action === 'aws:executeScript' ? scriptOf(scripted, step) : undefined;
  if (script?.language !== 'python' || script.placeholder) return undefined;
  const name = textOf(get(step.inputs, 'Handler'))?.trim();
  const { faults, functions, names } = readPython(script.text);
  const handler = functions.findLast((each) => each.name === name);
  if (faults.length > 0 || handler === undefined || handler.decorated || names.has(handler.name)) return undefined;
  return { script, handler };
}

/** The payload of a step; undefined unless all keys that are given, and all that are read, are known for certain. */
export function payloadOf(scripted: Scripted, step: Step): Payload | undefined {
  const found = handlerOf(scripted, step);
  const parameter = found?.handler.positional[0]?.name;
  if (found === undefined || parameter === undefined) return undefined;
  const reads = keysRead(found.handler, parameter);
  if (reads === undefined) return undefined;
  const entry = entryOf(step.inputs, 'InputPayload');
  const payload = resolve(entry?.value);
  if (entry !== undefined && payload?.type !== 'map') return undefined;
  const given = entriesOf(payload);
  if (given.some(({ key, merged }) => merged || key.text === '<<' || key.text.includes('{{'))) return undefined;
  return { ...found, given, reads };
}
