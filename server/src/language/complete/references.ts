/**
 * What may be read at a place: parameters, variables, outputs of steps that can have run, and what the service fills in.
 *
 * Of the type that the place takes, as far as types are known; in the middle of a longer text nothing that would be pasted
 * there as JSON.
 */

import { expressionFacts } from '../catalogue.ts';
import type { Completion } from '../complete.ts';
import { readReference } from '../expressions.ts';
import { stepsBefore } from '../flow.ts';
import { isWithin, type Step } from '../kinds/steps.ts';
import { alwaysBefore, lookers, wayAround } from '../paths.ts';
import type { Range } from '../problem.ts';
import { severalNodes } from '../runCommands.ts';
import { outputsOf, type StepOutput } from '../symbols.ts';
import { entryOf, get, itemsOf, type MapNode, textOf } from '../syntax/node.ts';
import { fitOf, inputType, namedType, referenceType, updatedVariable, type ValueType } from '../types.ts';
import { operatorFits } from './keyFits.ts';
import { inputPath, type Scene } from './scene.ts';
import { type Spot, spotOf } from './spot.ts';

/** What a reference may be at a place. */
export interface Wanted {
  parameters: boolean;
  variables: boolean;
  outputs: boolean;
  system: boolean;
  fits(name: string): boolean;
}

/** A reference and what is said about it. */
export interface Readable {
  name: string;
  type: string;
  documentation?: () => string;
  sort: string;
}

/** What a place takes; undefined where no reference is filled in. */
export function wantedAt(spot: Spot | undefined, whole: boolean, text: string, scene: Scene): Wanted | undefined {
  const { kind, step, meaning, part } = scene;
  const runbook = kind === 'automation' || kind === 'change-template';
  const nothing = { parameters: false, variables: false, outputs: false, system: false };
  const type = (name: string): ValueType => referenceType(readReference(name), meaning.symbols);
  if (kind !== 'command' && kind !== 'session' && !runbook) return undefined;
  if (step === undefined) {
    const top = spot === undefined ? undefined : topKey(spot, part.root);
    if (top === 'assumeRole') return { ...nothing, parameters: true, fits: (name) => type(name) === 'String' };
    // Only what the service knows before a run is filled into a default, and an output of a runbook has no braces.
    if (!runbook && top !== undefined && top !== 'parameters' && top !== 'description')
      return { ...nothing, parameters: true, fits: () => true };
    return undefined;
  }
  const path = inputPath(scene);
  if (!runbook) {
    if (scene.path[0]?.key === 'precondition') {
      // Two equal texts are no test.
      const given = itemsOf(get(spot?.map, spot?.key ?? '')).map((item) => textOf(item));
      return { ...nothing, parameters: true, fits: (name) => !given.includes(`{{ ${name} }}`) };
    }
    const fits = (name: string): boolean => fitsInput(name, spot, whole, text, scene);
    return path === undefined ? undefined : { ...nothing, parameters: true, fits };
  }
  if (path === undefined) {
    const open = scene.path[0]?.key === 'timeoutSeconds' || scene.path[0]?.key === 'maxAttempts';
    return open
      ? { ...nothing, parameters: true, variables: true, fits: (name) => type(name) !== 'Boolean' }
      : undefined;
  }
  return {
    parameters: true,
    variables: true,
    outputs: true,
    system: true,
    fits: (name) => fitsInput(name, spot, whole, text, scene),
  };
}

function topKey(spot: Spot, root: Spot['map'] | Scene['part']['root']): string | undefined {
  let at: Spot | undefined = spot;
  let key: string | undefined;
  while (at?.key !== undefined) {
    key = at.key;
    at = at.map === undefined ? at.above : root === undefined ? undefined : spotOf(at.map, root);
  }
  return key;
}

const pasted = new Set<ValueType>(['StringList', 'StringMap', 'MapList']);

function fitsInput(name: string, spot: Spot | undefined, whole: boolean, text: string, scene: Scene): boolean {
  const { step, meaning, kind } = scene;
  const reference = readReference(name);
  const given = referenceType(reference, meaning.symbols);
  const path = inputPath(scene);
  if (!whole) return !pasted.has(given) || /['"]\s*$|^\s*[[{]/.test(text);
  if (step === undefined || path === undefined || given === 'unknown') return true;
  const fixed =
    reference.form === 'output' &&
    !meaning.symbols.steps.get(reference.step)?.outputs.some((each) => each.name === reference.output);
  const [first] = path;
  const key = path.at(-1)?.key ?? '';
  if (key === 'Variable') return fixed || fitsCondition(given, spot?.map);
  if (path.length !== 1 || first?.item) {
    if (step.action === 'aws:runDocument' && first?.key === 'documentParameters') return given !== 'StringList';
    return true;
  }
  if (step.action === 'aws:updateVariable') {
    const variable = meaning.symbols.variables.get(updatedVariable(step.inputs) ?? '');
    const type = namedType(variable?.type);
    return key !== 'Value' || type === 'unknown' || given === type || fixed;
  }
  const wanted = inputType(step, key);
  const fit = fitOf(given, wanted);
  if (kind === 'command' && wanted === 'StringList' && given !== 'StringList' && given !== 'String') return false;
  return fit === 'fits' || (fit === 'perhaps' && fixed);
}

function fitsCondition(given: ValueType, condition: MapNode | undefined): boolean {
  return (condition?.entries ?? []).every(
    ({ key }) =>
      key.text === 'Variable' || key.text === 'NextStep' || key.text === 'Contains' || operatorFits(key.text, given),
  );
}

/** All that fits, in the order of how near it is. */
export function readables(wanted: Wanted, scene: Scene): Readable[] {
  const { meaning, step } = scene;
  const { symbols } = meaning;
  const found: Readable[] = [];
  const add = (name: string, type: string | undefined, sort: string, documentation?: () => string): void => {
    const readable: Readable = { name, type: type ?? '', sort };
    if (documentation !== undefined) readable.documentation = documentation;
    if (wanted.fits(name)) found.push(readable);
  };
  if (wanted.parameters)
    for (const [name, { type, entry }] of symbols.parameters)
      add(name, type, `1${name}`, () => textOf(get(entry.value, 'description')) ?? '');
  if (wanted.variables) for (const [name, { type }] of symbols.variables) add(`variable:${name}`, type, `2${name}`);
  if (wanted.outputs && step !== undefined) {
    for (const source of readableSteps(step, scene)) {
      for (const output of outputsOf(source))
        if (isGiven(source, output, step))
          add(
            `${source.name}.${output.name}`,
            output.type,
            `3${source.name}.${output.name}`,
            () => output.description ?? '',
          );
    }
  }
  if (wanted.system) {
    for (const [name, { description }] of Object.entries(expressionFacts.globals))
      add(`global:${name}`, 'String', `4${name}`, () => description);
    for (const [name, { description }] of Object.entries(expressionFacts.automation))
      add(`automation:${name}`, 'String', `5${name}`, () => description);
  }
  return found;
}

/** The outputs that a step has where and when another one reads them. */
function isGiven(source: Step, { name, nameNode }: StepOutput, reader: Step): boolean {
  if (isWithin(reader, source))
    return name === 'CurrentIteratorValue' ? entryOf(source.inputs, 'Iterators') !== undefined : nameNode === undefined;
  if (name === 'CurrentIteratorValue') return false;
  if (name !== 'Output') return true;
  if (source.action === 'aws:runCommand') return !severalNodes(source);
  return source.action !== 'aws:executeAutomation' || entryOf(source.inputs, 'TargetLocations') === undefined;
}

/** The steps that can have run when a step runs, and the loops around it. */
export function readableSteps(reader: Step, { meaning }: Scene): Step[] {
  const { view, symbols, flows } = meaning;
  const before = new Map<readonly Step[], ReadonlySet<Step>>();
  const around = new Set<Step>();
  for (let at: Step | undefined = reader; at !== undefined; at = at.loop) {
    around.add(at);
    const flow = flows.find(({ steps }) => steps === at?.siblings || steps.includes(at as Step));
    if (flow === undefined) continue;
    const found = stepsBefore(flow, at);
    // Where a jump leads is not always known; then what stands above counts, too.
    if (!flow.complete) for (const step of at.siblings.slice(0, at.siblings.indexOf(at))) found.add(step);
    found.delete(at);
    before.set(at.siblings, found);
  }
  const flow = flows.find(({ steps }) => steps.includes(reader));
  const always = flow === undefined ? undefined : alwaysBefore(flow, reader);
  // What a run may well have gone past is no use, except to an action that looks whether it is there.
  const missed = (source: Step): boolean =>
    flow?.complete === true &&
    source.siblings === reader.siblings &&
    !lookers.has(reader.action ?? '') &&
    !always?.has(source) &&
    wayAround(flow, source, reader) === 'straight';
  return view.all.filter((source) => {
    if (source.name === undefined || symbols.steps.get(source.name) !== source || source === reader) return false;
    if (around.has(source)) return true;
    // A step inside a loop has run when its loop has.
    for (let at: Step | undefined = source; at !== undefined; at = at.loop) {
      const known = before.get(at.siblings);
      if (known !== undefined) return known.has(at) && !missed(source);
    }
    return false;
  });
}

/** The same as items that replace what stands between braces. */
export function expressionItems(
  readable: readonly Readable[],
  { range, closed, quote, typed }: { range: Range; closed: boolean; quote: string; typed: string },
): Completion[] {
  const dot = typed.indexOf('.');
  const step = dot < 0 ? undefined : typed.slice(0, dot + 1);
  return readable
    .filter(({ name }) => step === undefined || name.startsWith(step))
    .map(({ name, type, documentation, sort }): Completion => {
      const item: Completion = {
        label: name,
        kind: 'reference',
        detail: type,
        range,
        insert: closed ? name : `${name} }}${quote}`,
        snippet: false,
        sort,
      };
      return documentation === undefined ? item : { ...item, documentation };
    });
}
