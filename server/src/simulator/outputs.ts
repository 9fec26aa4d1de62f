/** Declared outputs of a step: selected from what its action answered, and held to their types. */

import { badResult } from './failures.ts';
import { isMap, type Json, textOfValue } from './json.ts';
import type { OptionName, Options } from './options.ts';
import type { DeclaredOutput } from './program.ts';
import { evaluate, type Selection } from './selector.ts';

interface Choice {
  options: Options;
  note(option: OptionName): void;
}

/** The value of an output; undefined for one that is not set, as nothing was found, unless the options say that the step fails. */
export function readOutput(declared: DeclaredOutput, response: Json, choice: Choice): Json | undefined {
  const { name, selector } = declared;
  if (selector === undefined) return undefined;
  const selection = evaluate(selector, response);
  const [fault] = selection.faults;
  if (fault !== undefined) throw badResult(`The selector "${selector}" of output "${name}" cannot be read: ${fault}`);
  if (selection.value === undefined || selection.value === null) {
    if (choice.options.missingSelection === 'fail')
      throw badResult(`The selector "${selector}" of output "${name}" finds nothing in the answer`);
    choice.note('missingSelection');
    return undefined;
  }
  return typed(declared, selection, selection.value, choice);
}

function typed({ name, type }: DeclaredOutput, { many }: Selection, found: Json, choice: Choice): Json {
  const mismatch = (): never => {
    throw badResult(`Output "${name}" is declared as ${type}, and the answer has ${words(found)}`);
  };
  switch (type) {
    case 'Integer':
      return Number.isInteger(found) ? found : mismatch();
    case 'Boolean':
      return typeof found === 'boolean' ? found : mismatch();
    case 'StringList':
      return Array.isArray(found) ? found.map(textOfValue) : mismatch();
    case 'StringMap':
      return isMap(found) ? found : mismatch();
    case 'MapList':
      return Array.isArray(found) && found.every(isMap) ? found : mismatch();
    default:
      return asText(many && Array.isArray(found) ? onlyOf(found, mismatch) : found, choice, mismatch);
  }
}

/** A filter that lets one element through may stand for that element. */
function onlyOf(found: Json[], mismatch: () => never): Json {
  const [only = ''] = found;
  return found.length > 1 ? mismatch() : only;
}

function asText(found: Json, { options, note }: Choice, mismatch: () => never): Json {
  if (typeof found === 'string') return found;
  if (options.scalarAsText === 'fail') return mismatch();
  note('scalarAsText');
  return textOfValue(found);
}

function words(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'nothing';
  return typeof value === 'object' ? 'a map' : typeof value === 'string' ? 'text' : `a ${typeof value}`;
}
