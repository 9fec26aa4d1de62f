/**
 * A Command document made ready to run on a node: its parameters, and its steps in order with their inputs as plain values.
 *
 * In 2.x a step is an entry of `mainSteps`; in 1.2 it is a plugin of `runtimeConfig`, once for each of its `properties`.
 */

import type { Part } from '../../language/document.ts';
import type { Step } from '../../language/kinds/steps.ts';
import { meaningOf } from '../../language/meaning.ts';
import { get, textOf } from '../../language/syntax/node.ts';
import { isMap, type Json, type JsonMap, member, plainOf } from '../json.ts';
import { type Declared, declaredIn } from '../program.ts';

export interface CommandParameter extends Declared {
  /** The value reaches scripts as the environment variable `SSM_name` and is not pasted into them. */
  environment: boolean;
}

export interface CommandProgram {
  schemaVersion: string;
  parameters: ReadonlyMap<string, CommandParameter>;
  steps: readonly CommandStep[];
}

export interface CommandStep {
  /** The step in the document, for its places. */
  source: Step;
  name: string;
  plugin: string;
  inputs: JsonMap;
  precondition: JsonMap | undefined;
}

/** Makes a part of a document ready to run on nodes. */
export function compileCommand(part: Part): CommandProgram {
  const { root } = part;
  const { view } = meaningOf(part);
  const schemaVersion = textOf(get(root, 'schemaVersion')) ?? '2.2';
  const environment = (name: string): boolean =>
    textOf(get(get(get(root, 'parameters'), name), 'interpolationType')) === 'ENV_VAR';
  return {
    schemaVersion,
    parameters: new Map(
      [...declaredIn(view.parameters, plainOf)].map(([name, declared]) => [
        name,
        { ...declared, environment: environment(name) },
      ]),
    ),
    steps: view.steps.flatMap((step) => (schemaVersion.startsWith('1.') ? oldSteps(step) : newStep(step))),
  };
}

function newStep(source: Step): CommandStep {
  const inputs = plainOf(source.inputs);
  const precondition = plainOf(get(source.node, 'precondition'));
  return {
    source,
    name: source.name ?? source.action ?? '',
    plugin: source.action ?? '',
    inputs: isMap(inputs) ? inputs : {},
    precondition: isMap(precondition) ? precondition : undefined,
  };
}

/** `properties` of 1.2 is a list of maps, of which each has an `id`, or one map. */
function oldSteps(source: Step): CommandStep[] {
  const properties = plainOf(source.inputs) ?? {};
  const plugin = source.action ?? '';
  return (Array.isArray(properties) ? properties : [properties]).map((inputs) => ({
    source,
    name: textOfId(member(inputs, 'id')) ?? plugin,
    plugin,
    inputs: isMap(inputs) ? inputs : {},
    precondition: undefined,
  }));
}

function textOfId(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
