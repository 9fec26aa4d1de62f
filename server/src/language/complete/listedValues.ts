/** Values that the schemas list, without those that would not go with what stands beside them. */

import { expressionFacts, pluginNamed } from '../catalogue.ts';
import { jsonIn } from '../jsonText.ts';
import { effective, type Schema, typesOf } from '../schema.ts';
import { runtimeLanguage } from '../scripts/embedded.ts';
import { handlersOf } from '../scripts/handler.ts';
import { entriesOf, entryOf, get, itemsOf, type MapNode, textOf } from '../syntax/node.ts';
import { actionItems } from './actions.ts';
import { mayEnd } from './jumps.ts';
import { fitsRoot } from './keyFits.ts';
import { outputItems, outputNames, stepItems, variableItems } from './names.ts';
import { typeFits } from './parameters.ts';
import type { ValuePlace } from './place.ts';
import { inputPath, type Scene } from './scene.ts';
import { outputTypeItems } from './selectors.ts';
import { choicesOf } from './shapes.ts';
import { textHole, writeEntries } from './stub.ts';
import type { Written } from './values.ts';

/** What a schema wants at a place, as far as it can be listed. */
export function schemaValues(schema: Schema, place: ValuePlace, scene: Scene): Written[] {
  const { spot } = place;
  const { step } = scene;
  switch (schema.format) {
    case 'step-name':
      return stepItems(place, scene, '');
    case 'next-step-or-abort':
      return [...plain(schema, (value) => value !== 'step:'), ...stepItems(place, scene, 'step:')];
    case 'variable-name':
      return variableItems(scene);
    case 'step-output':
      return outputItems(place, scene);
    default:
  }
  if (schema.catalogue !== undefined) return actionItems(schema.catalogue, place, scene);
  const { key } = spot;
  if (key === 'Type' && step !== undefined && !spot.item && schema.enum !== undefined)
    return outputTypeItems(schema, spot.map, scene);
  if (key === 'Name' && scene.path[0]?.key === 'outputs') return outputNames(place, scene);
  if (step?.action === 'aws:executeScript' && inputPath(scene)?.length === 1) {
    if (key === 'Handler') return handlersOf(step, { root: scene.part.root, view: scene.meaning.view }).map(labelled);
    if (key === 'Attachment')
      return entriesOf(get(scene.part.root, 'files')).map(({ key: name }) => labelled(name.text));
    if (key === 'Runtime') return runtimeItems(schema, scene);
  }
  if (key === 'StringEquals' && scene.path[0]?.key === 'precondition') return preconditionItems(place, scene);
  if (key === 'isEnd' && step !== undefined)
    return plain(schema, (value) => value === 'false' || (!hasNext(step.node) && mayEnd(step, scene)));
  if (key === 'runAsEnabled') return runAsItems(place);
  if (key === 'type' && step === undefined) return plain(schema, (value) => typeFits(value, spot.map, scene));
  return plain(schema, (value) => allowed(value, place, scene) && fitsRoot(value, place.spot, scene));
}

function labelled(label: string): Written {
  return { label };
}

/** Values that the schema lists. */
function plain(schema: Schema, fits: (value: string) => boolean = () => true): Written[] {
  const types = typesOf(schema);
  const values = choicesOf(schema) ?? schema.suggestions ?? [];
  const text = types.includes('string') || (schema.enum ?? []).some((value) => typeof value === 'string');
  return values.filter(fits).map((value): Written => {
    const description = schema.enumDescriptions?.[value];
    const item: Written = { label: value, bare: !text && (types.includes('boolean') || types.includes('integer')) };
    return description === undefined ? item : { ...item, documentation: () => description };
  });
}

function hasNext(node: MapNode): boolean {
  return get(node, 'nextStep') !== undefined;
}

/** Values that would not go with what stands beside. */
function allowed(value: string, { spot }: ValuePlace, { step }: Scene): boolean {
  const beside = (key: string): string | undefined => textOf(get(spot.map, key));
  if (step?.action === 'aws:invokeLambdaFunction') {
    if (spot.key === 'LogType') return value !== 'Tail' || !/^(?:Event|DryRun)$/.test(beside('InvocationType') ?? '');
    if (spot.key === 'InvocationType') return value === 'RequestResponse' || beside('LogType') !== 'Tail';
  }
  if (spot.key === 'sourceType' && spot.map !== undefined) return sourceFits(value, spot.map);
  if (spot.key === 'finallyStep') return value === 'false' || step === step?.siblings.at(-1);
  return true;
}

/** Whether the sourceInfo that is there has the keys that a source needs. */
function sourceFits(source: string, map: MapNode): boolean {
  const info = textOf(get(map, 'sourceInfo'));
  const given = info === undefined ? undefined : jsonIn(info);
  if (typeof given !== 'object' || given === null) return true;
  const entries = map.entries.map((entry) =>
    entry.key.text === 'sourceType' && entry.value.type === 'scalar'
      ? { ...entry, value: { ...entry.value, text: source, value: source } }
      : entry,
  );
  const inputs = effective(pluginNamed('aws:downloadContent')?.inputs ?? {}, map, undefined);
  const schema = effective(inputs.properties?.sourceInfo ?? {}, undefined, { ...map, entries });
  return (schema.required ?? []).every((key) => Object.hasOwn(given, key));
}

/** Runtimes that are not retired, in the language of the script that is there. */
function runtimeItems(schema: Schema, { step }: Scene): Written[] {
  const inputs = step?.inputs;
  const handler = get(inputs, 'Handler') !== undefined;
  const script = get(inputs, 'Script') !== undefined;
  const attached = textOf(get(inputs, 'Attachment'));
  return plain(schema, (value) => {
    const known = expressionFacts.runtimes.find((each) => each.value === value);
    if (known?.state !== 'current') return false;
    const python = runtimeLanguage(value) === 'python';
    if (handler || attached?.endsWith('.py')) return python;
    return !script || !python;
  });
}

/** Another user to sign in as has to be named. */
function runAsItems({ spot, style }: ValuePlace): Written[] {
  const named = entryOf(spot.map, 'runAsDefaultUser') !== undefined;
  const on: Written = { label: 'true', bare: true };
  if (!named) on.tail = (stops) => writeEntries([['runAsDefaultUser', textHole]], style, stops);
  return [on, { label: 'false', bare: true }];
}

/** A precondition tests the platform, or a text with a parameter. */
function preconditionItems({ spot, range, node }: ValuePlace, { step }: Scene): Written[] {
  if (!spot.item) return [];
  const list = itemsOf(get(spot.map, 'StringEquals'));
  const others = list.filter((item) => item !== node && item.start !== range.start && textOf(item) !== undefined);
  const [other] = others.map((item) => textOf(item));
  if (other === undefined) return [{ label: 'platformType', detail: 'the platform of the node' }];
  if (other !== 'platformType')
    return expressionFacts.platforms.includes(other)
      ? [{ label: 'platformType', detail: 'the platform of the node' }]
      : [];
  const plugin = pluginNamed(step?.action);
  const runs = plugin?.platforms && [...plugin.platforms, ...(plugin.agentPlatforms ?? [])];
  return expressionFacts.platforms
    .filter((platform) => runs === undefined || runs.includes(platform))
    .map((label) => ({ label, detail: 'platform' }));
}
