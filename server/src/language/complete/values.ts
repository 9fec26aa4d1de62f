/** Values that may stand at a place, by what its key means. */

import { expressionFacts, pluginNamed } from '../catalogue.ts';
import type { Completion } from '../complete.ts';
import { jsonIn } from '../jsonText.ts';
import { effective, type Format, type Schema, typesOf } from '../schema.ts';
import { runtimeLanguage } from '../scripts/embedded.ts';
import { handlersOf } from '../scripts/handler.ts';
import { outputsOf } from '../symbols.ts';
import { lineAt } from '../syntax/lines.ts';
import { entriesOf, entryOf, get, itemsOf, type MapNode, resolve, textOf } from '../syntax/node.ts';
import { literalFit, namedType } from '../types.ts';
import { actionItems } from './actions.ts';
import { apiItems } from './api.ts';
import { conditionItems } from './conditions.ts';
import { documentItems } from './documents.ts';
import { mayEnd, targetsOf } from './jumps.ts';
import { fitsRoot } from './keyFits.ts';
import { parameterItems, typeFits } from './parameters.ts';
import type { ValuePlace } from './place.ts';
import { readables, wantedAt } from './references.ts';
import { commas, inputPath, type Scene } from './scene.ts';
import { outputTypeItems, selectorItems } from './selectors.ts';
import { choicesOf, stubOf } from './shapes.ts';
import { schemaAt } from './spot.ts';
import { inBrackets, literal, type Stops, textHole, writeEntries } from './stub.ts';
import { valueText } from './style.ts';
import { undeclaredNames, undeclaredOutputs } from './undeclared.ts';

/** A value, and what is written along with it. */
export type Written = Pick<Completion, 'label'> &
  Partial<Completion> & {
    /** What is written, when it is not the label. */
    value?: string;
    /** A number or Boolean, which JSON writes without quotes. */
    bare?: boolean;
    /** Entries of the same map, which follow. */
    tail?: (stops: Stops) => string;
  };

export function valueItems(place: ValuePlace, scene: Scene): Completion[] {
  const schema = schemaAt(place.spot, place.node, scene.part);
  const selectors = selectorItems(place, scene, schema);
  if (selectors !== undefined) return selectors;
  const items = [
    ...(schema === undefined ? [] : schemaValues(schema, place, scene)),
    ...apiItems(place, scene),
    ...documentItems(place, scene),
    ...conditionItems(place, scene),
    ...parameterItems(place, scene),
  ];
  const written = items.map((item, index) => finish(item, index, place, scene));
  const whole = schema?.literal || schema?.enum !== undefined || schema?.format === 'json-path';
  return [...written, ...(whole ? [] : referenceValues(place, schema, scene)), ...bracketItems(place, schema, scene)];
}

/** An item in the style of the place. */
function finish(item: Written, index: number, place: ValuePlace, scene: Scene): Completion {
  const { value, bare, tail, ...rest } = item;
  const { style, range, quote } = place;
  const stops: Stops = { next: 1 };
  const text = valueText(value ?? item.label, !bare, style, bare ? '' : quote);
  const { behind } = commas(scene, place, false);
  const glue = style.flow
    ? style.lines
      ? `,${style.end}${' '.repeat(style.column)}`
      : ', '
    : `${style.end}${' '.repeat(style.column)}`;
  const insert = tail === undefined ? `${text}${behind}` : `${literal(text, stops)}${glue}${tail(stops)}${behind}`;
  return {
    kind: 'value',
    sort: `1${String(index).padStart(4, '0')}`,
    ...rest,
    range,
    insert,
    snippet: tail !== undefined,
  };
}

function schemaValues(schema: Schema, place: ValuePlace, scene: Scene): Written[] {
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

function stepItems(place: ValuePlace, { step, meaning, ...rest }: Scene, prefix: string): Written[] {
  const key = place.spot.key ?? '';
  if (step === undefined) return [];
  if (key === 'name') {
    return undeclaredNames(step, meaning, rest.part.root).map((label) => ({
      label,
      kind: 'step',
      detail: 'used, not there yet',
    }));
  }
  return targetsOf(step, key, { step, meaning, ...rest }).map((target): Written => {
    const name = target.name ?? '';
    const description = textOf(get(target.node, 'description'));
    const item: Written = { label: prefix + name, kind: 'step', detail: target.action ?? '' };
    return description === undefined ? item : { ...item, documentation: () => description };
  });
}

function variableItems({ step, meaning }: Scene): Written[] {
  const value = get(step?.inputs, 'Value');
  return [...meaning.symbols.variables].flatMap(([name, { type }]): Written[] => {
    const fits = value === undefined || literalFit(value, namedType(type)) === 'fits';
    return fits ? [{ label: `variable:${name}`, kind: 'reference', detail: type ?? '' }] : [];
  });
}

/** Outputs of the runbook: `step.output`, each once. */
function outputItems({ spot, range }: ValuePlace, { meaning }: Scene): Written[] {
  const list = resolve(get(spot.map, spot.key ?? ''));
  const given = new Set(itemsOf(list).flatMap((item) => (item.start === range.start ? [] : (textOf(item) ?? []))));
  return meaning.view.all.flatMap((step) =>
    step.name === undefined
      ? []
      : outputsOf(step).flatMap(({ name, type }): Written[] => {
          const label = `${step.name}.${name}`;
          return given.has(label) || !/^[\w-]+$/.test(name) ? [] : [{ label, kind: 'reference', detail: type ?? '' }];
        }),
  );
}

/** Names of outputs that something reads and the step does not declare. */
function outputNames({ range }: ValuePlace, { step, meaning, part }: Scene): Written[] {
  if (step?.name === undefined) return [];
  const others = new Set(
    outputsOf(step).flatMap(({ name, nameNode }) => (nameNode?.start === range.start ? [] : [name])),
  );
  const read = undeclaredOutputs(step.name, (name) => others.has(name), meaning.symbols, part.root);
  return read.map((label) => ({ label, detail: 'read by another step' }));
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

/** Where a reference is possible at best, and hardly ever meant. */
const fixed: ReadonlySet<Format> = new Set([
  'step-name',
  'next-step-or-abort',
  'variable-name',
  'aws-service',
  'aws-api',
]);

/** References as whole values. */
function referenceValues(place: ValuePlace, schema: Schema | undefined, scene: Scene): Completion[] {
  const { spot, style, range } = place;
  if (schema?.format !== undefined && fixed.has(schema.format)) return [];
  if (place.typed !== '' && !place.typed.startsWith('{')) return [];
  const wanted = wantedAt(spot, true, '', scene);
  if (wanted === undefined) return [];
  const quoted = (name: string): string => (place.quote === "'" && !style.json ? `'{{ ${name} }}'` : `"{{ ${name} }}"`);
  const { behind } = commas(scene, place, false);
  return readables({ ...wanted, system: wanted.system && spot.key === 'Variable' }, scene).map(
    ({ name, type, documentation, sort }): Completion => {
      const item: Completion = {
        label: `{{ ${name} }}`,
        kind: 'reference',
        detail: type,
        range,
        insert: quoted(name) + behind,
        snippet: false,
        sort: `3${sort}`,
      };
      return documentation === undefined ? item : { ...item, documentation };
    },
  );
}

/** In JSON a map or list begins with its bracket, which brings what is required along. */
function bracketItems(place: ValuePlace, schema: Schema | undefined, scene: Scene): Completion[] {
  if (!place.style.json || schema === undefined || place.typed !== '' || place.quote !== '') return [];
  const [type] = typesOf(schema);
  if (type !== 'object' && type !== 'array') return [];
  const { map } = place.spot;
  const { behind } = commas(scene, place, false);
  const label = type === 'object' ? '{ … }' : '[ … ]';
  const stub = stubOf(effective(schema, undefined, map), map);
  // What is opened on a line closes at the indentation of that line.
  const line = lineAt(scene.document.text, place.range.start);
  const style = { ...place.style, column: Math.min(line.indent, place.range.start - line.start) };
  const insert = inBrackets(stub, style, { next: 1 }) + behind;
  return [
    {
      label,
      kind: 'snippet',
      detail: schema.description?.split('. ')[0] ?? '',
      range: place.range,
      insert,
      snippet: true,
      sort: '0',
    },
  ];
}
