/** Actions and plugins that a step may take, each with the inputs it needs and does not have yet. */

import { type Action, actionNamed, actionNames, pluginNamed, pluginNames } from '../catalogue.ts';
import { actionDocumentation } from '../describe.ts';
import { jumpsOf } from '../jumps.ts';
import type { Step } from '../kinds/steps.ts';
import { effective } from '../schema.ts';
import { checkShape } from '../shape.ts';
import { entriesOf, entryOf, get, itemsOf, type MapNode, textOf } from '../syntax/node.ts';
import { entriesInto } from './insert.ts';
import type { ValuePlace } from './place.ts';
import type { Scene } from './scene.ts';
import { inputsStub, requiredKeys, stubOf } from './shapes.ts';
import { hasHole, type Stub, writeEntries, writeValue } from './stub.ts';
import type { Written } from './values.ts';

/** The actions or plugins that fit the step that is being written. */
export function actionItems(family: 'actions' | 'plugins', place: ValuePlace, scene: Scene): Written[] {
  const map = place.spot.map;
  const named = family === 'actions' ? actionNamed : pluginNamed;
  return (family === 'actions' ? actionNames : pluginNames).flatMap((name): Written[] => {
    const action = named(name);
    if (action === undefined || action.deprecated || action.agentOnly || !fitsStep(name, action, scene)) return [];
    const rest = inputsFor(name, action, map, place, scene.document.text);
    if (rest === undefined) return [];
    return [
      {
        label: name,
        kind: 'action',
        detail: action.summary,
        documentation: () => actionDocumentation(name, action),
        ...rest,
      },
    ];
  });
}

function fitsStep(name: string, action: Action, { step, kind, meaning, part }: Scene): boolean {
  if (kind === 'change-template' && name !== 'aws:approve') return false;
  const version = textOf(get(part.root, 'schemaVersion'));
  if (kind === 'command' && version !== undefined && action.schemaVersions?.includes(version.slice(0, 3)) === false)
    return false;
  if (step === undefined) return true;
  if (name === 'aws:loop' && step.loop !== undefined) return false;
  if (!runsThere(step, action)) return false;
  if (action.onCancelSupported === false && entryOf(step.node, 'onCancel') !== undefined) return false;
  const limit = Number(textOf(get(step.node, 'timeoutSeconds')));
  if (action.timeout?.max !== undefined && limit > action.timeout.max && name !== 'aws:executeAwsApi') return false;
  if (action.onCancelTarget === false && isCancelTarget(step)) return false;
  return outputsRead(step, meaning).every((output) => Object.hasOwn(action.outputs ?? {}, output));
}

/** Whether a plugin runs on the platform that the precondition of the step names. */
function runsThere({ node }: Step, { platforms, agentPlatforms }: Action): boolean {
  const items = itemsOf(get(get(node, 'precondition'), 'StringEquals')).map((item) => textOf(item));
  if (platforms === undefined || !items.includes('platformType')) return true;
  const platform = items.find((item) => item !== 'platformType');
  return [...platforms, ...(agentPlatforms ?? [])].some((each) => each === platform);
}

function isCancelTarget(step: Step): boolean {
  return step.siblings.some((each) =>
    jumpsOf(each).some(({ key, target }) => key === 'onCancel' && target === step.name),
  );
}

/** Outputs of the step that are read and that it does not declare itself. */
function outputsRead(step: Step, { symbols }: Scene['meaning']): string[] {
  const declared = new Set(step.outputs.map(({ name }) => name));
  return symbols.uses.flatMap(({ expression: { reference }, place }) =>
    reference.form === 'output' &&
    reference.step === step.name &&
    place !== 'script' &&
    !declared.has(reference.output) &&
    !/^Output(Payload)?$/.test(reference.output)
      ? [reference.output]
      : [],
  );
}

/** What has to be written along with an action; undefined where the inputs that are there do not fit it. */
function inputsFor(
  name: string,
  action: Action,
  map: MapNode | undefined,
  place: ValuePlace,
  text: string,
): Pick<Written, 'also' | 'tail'> | undefined {
  const schema = effective(action.inputs, undefined, map);
  const entry = entryOf(map, 'inputs');
  if (entry === undefined) {
    const inputs = inputsStub(name, action.inputs);
    return { tail: (stops) => writeEntries([['inputs', inputs]], place.style, stops) };
  }
  const inputs = get(map, 'inputs');
  if (inputs?.type === 'scalar' && inputs.missing && !place.style.flow) {
    const value = writeValue(inputsStub(name, action.inputs), place.style, { next: 1, plain: true });
    return { also: [{ start: inputs.start, end: inputs.end, text: value }] };
  }
  if (inputs?.type !== 'map') return undefined;
  const present = new Set(inputs.entries.map(({ key }) => key.text));
  if (!action.freeInputs && entriesOf(inputs).length > 0) {
    const problems = checkShape(
      inputs,
      { ...schema, additionalProperties: false },
      { text, format: 'yaml' },
      () => false,
    );
    if (
      problems.some(
        ({ rule, message }) => rule !== 'missing-key' && !(rule === 'key-group' && message.startsWith('One of')),
      )
    )
      return undefined;
  }
  const missing = requiredKeys(schema, (key) => present.has(key)).flatMap((key): [string, Stub][] => {
    const inner = schema.properties?.[key];
    return inner === undefined ? [] : [[key, stubOf(inner, undefined)]];
  });
  // JSON has no empty value to leave for later.
  if (place.style.json && missing.some(([, stub]) => hasHole(stub))) return undefined;
  return missing.length === 0 ? {} : { also: entriesInto(inputs, missing, place.style, text) };
}
