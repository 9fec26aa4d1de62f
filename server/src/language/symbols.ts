/**
 * One table of what a document declares and where it is used: parameters, variables, steps and their outputs.
 *
 * Rules, hover, completion and navigation ask this table; none of them looks for `{{ }}` itself.
 */

import { actionNamed } from './catalogue.ts';
import { type Expression, expressionsIn, halfOpenedIn, rangeIn } from './expressions.ts';
import type { Declaration, Step, StepsView } from './kinds/steps.ts';
import { nearest } from './nearest.ts';
import type { Range } from './problem.ts';
import { entriesOf, get, itemsOf, type MapNode, type Node, resolve, type ScalarNode, textOf } from './syntax/node.ts';

/** Where an expression stands; what may be written there differs. */
export type Place =
  | 'role'
  | 'parameter-default'
  | 'variable-default'
  | 'input'
  | 'script'
  | 'precondition'
  | 'step'
  | 'outputs'
  | 'key'
  | 'other';

/** One `{{ … }}` in a value or key. */
export interface Use {
  node: ScalarNode;
  expression: Expression;
  place: Place;
  /** The step it stands in, the innermost one. */
  step: Step | undefined;
  /** The braces and what is between them. */
  range: Range;
  /** What is between the braces, blanks left out. */
  body: Range;
  /** True when the expression is all of the value. */
  whole: boolean;
  /** The key of the input, or of whatever map entry it stands under, nearest first. */
  path: readonly string[];
}

export interface Symbols {
  parameters: ReadonlyMap<string, Declaration>;
  variables: ReadonlyMap<string, Declaration>;
  /** The first step of each name. */
  steps: ReadonlyMap<string, Step>;
  uses: readonly Use[];
  /** References that lack their first brace, to what is declared. */
  halfOpened: readonly HalfOpened[];
}

export interface HalfOpened {
  name: string;
  range: Range;
}

/** Collects what a document declares and uses. */
export function symbolsOf(root: Node, view: StepsView): Symbols {
  const steps = new Map<string, Step>();
  for (const step of view.all) if (step.name !== undefined && !steps.has(step.name)) steps.set(step.name, step);
  const stepOfNode = new Map<Node, Step>(view.all.map((step) => [step.node, step]));
  const parameters = byName(view.parameters);
  const variables = byName(view.variables);
  const { uses, halfOpened } = usesIn(root, stepOfNode);
  const declared = ({ name }: HalfOpened): boolean =>
    parameters.has(name) ||
    variables.has(name) ||
    steps.has(name.split('.', 1)[0] ?? '') ||
    /^(?:global|automation|variable|ssm|ssm-secure):/.test(name);
  return { parameters, variables, steps, uses, halfOpened: halfOpened.filter(declared) };
}

function byName(list: readonly Declaration[]): Map<string, Declaration> {
  const map = new Map<string, Declaration>();
  for (const each of list) if (!map.has(each.name)) map.set(each.name, each);
  return map;
}

/**
 * True for a name that no step has, and that a step without a name, or with that of another, was probably meant to have:
 * that step is the fault, and what names it is none.
 */
export function isLostStep(name: string, { all }: StepsView): boolean {
  return isLost(
    name,
    all.map((step) => step.name),
  );
}

/** The same for an output that its step does not have. */
export function isLostOutput(name: string, step: Step): boolean {
  return isLost(
    name,
    itemsOf(get(step.node, 'outputs')).map((output) => textOf(get(output, 'Name'))),
  );
}

function isLost(name: string, present: readonly (string | undefined)[]): boolean {
  // No name, that of another, or one that cannot be.
  const suspects = present.filter((each, at) => !/^[\w-]+$/.test(each ?? '') || present.indexOf(each) < at);
  if (suspects.length === 0) return false;
  const meant = nearest(
    name,
    present.filter((each) => each !== undefined),
  );
  return meant === undefined || suspects.includes(meant);
}

/** An output of a step: one that it declares, or one that its action always has. */
export interface StepOutput {
  name: string;
  type: string | undefined;
  description: string | undefined;
  /** The declaration, for an output that the step declares. */
  nameNode: ScalarNode | undefined;
}

const knownOutputs = new WeakMap<Step, readonly StepOutput[]>();

/** All outputs of a step that `{{ step.name }}` can read; declared ones hide those of the action. */
export function outputsOf(step: Step): readonly StepOutput[] {
  let outputs = knownOutputs.get(step);
  if (outputs === undefined) {
    outputs = readOutputs(step);
    knownOutputs.set(step, outputs);
  }
  return outputs;
}

function readOutputs(step: Step): StepOutput[] {
  const declared = step.outputs.map(
    ({ name, type, nameNode }): StepOutput => ({ name, type: type ?? 'String', description: undefined, nameNode }),
  );
  const names = new Set(declared.map(({ name }) => name));
  const fixed = Object.entries(actionNamed(step.action)?.outputs ?? {}).flatMap(([name, output]): StepOutput[] =>
    names.has(name) ? [] : [{ name, type: output.type, description: output.description, nameNode: undefined }],
  );
  return [...declared, ...fixed];
}

/** The reads of one output, by its name, of steps that exist; keys are never filled in. */
export function readsOf(output: string, { uses, steps }: Symbols): { use: Use; source: Step }[] {
  return uses.flatMap((use) => {
    const { reference } = use.expression;
    if (reference.form !== 'output' || reference.output !== output || use.place === 'key') return [];
    const source = steps.get(reference.step);
    return source === undefined ? [] : [{ use, source }];
  });
}

/** One for each entry of a document, so the path is only spelt out where an expression stands. */
interface Context {
  place: Place;
  step: Step | undefined;
  key: string;
  above: Context | undefined;
}

function pathOf(context: Context): string[] {
  const path: string[] = [];
  for (let at: Context | undefined = context; at !== undefined; at = at.above) path.push(at.key);
  return path;
}

const documentPlaces: Record<string, Place> = {
  assumeRole: 'role',
  outputs: 'outputs',
  inputs: 'input',
  properties: 'input',
  runtimeConfig: 'input',
};
const stepPlaces: Record<string, Place> = {
  inputs: 'input',
  properties: 'input',
  precondition: 'precondition',
  settings: 'input',
};
const scriptKeys = new Set(['Script', 'runCommand', 'commands']);

function usesIn(root: Node, stepOfNode: ReadonlyMap<Node, Step>): Pick<Symbols, 'uses' | 'halfOpened'> {
  const uses: Use[] = [];
  const halfOpened: HalfOpened[] = [];
  const seen = new Set<Node>();

  const scalar = (node: ScalarNode, context: Context): void => {
    for (const { name, start, end } of halfOpenedIn(node.text))
      halfOpened.push({ name, range: rangeIn(node, start, end) });
    if (!node.text.includes('{{')) return;
    const path = pathOf(context);
    for (const expression of expressionsIn(node.text)) {
      const whole =
        expression.closed &&
        node.text.slice(0, expression.start).trim() === '' &&
        node.text.slice(expression.end).trim() === '';
      const range = rangeIn(node, expression.start, expression.end);
      const body = rangeIn(node, expression.bodyStart, expression.bodyEnd);
      uses.push({ node, expression, range, body, whole, place: context.place, step: context.step, path });
    }
  };

  const walk = (node: Node, context: Context): void => {
    const value = resolve(node);
    if (value === undefined) return;
    if (value.type === 'scalar') {
      const braces = value.text.includes('{{') || value.text.includes('}}');
      if (!braces || seen.has(value)) return;
      scalar(value, context);
      seen.add(value);
      return;
    }
    if (seen.has(value)) return;
    seen.add(value);
    if (value.type === 'list') for (const item of value.items) walk(item, context);
    else entries(value, context);
  };

  const entries = (map: MapNode, context: Context): void => {
    const step = stepOfNode.get(map);
    for (const { key, value } of map.entries) {
      if (key.complex === undefined && key.text.includes('{{'))
        scalar(key, { ...context, place: 'key', step: step ?? context.step });
      const inner: Context = { place: context.place, step: step ?? context.step, key: key.text, above: context };
      if (step !== undefined) inner.place = stepPlaces[key.text] ?? (key.text === 'description' ? 'other' : 'step');
      else if (context.place === 'input' && scriptKeys.has(key.text)) inner.place = 'script';
      walk(value, inner);
    }
  };

  for (const { key, value } of entriesOf(root)) {
    const context: Context = {
      place: documentPlaces[key.text] ?? 'other',
      step: undefined,
      key: key.text,
      above: undefined,
    };
    if (key.text === 'parameters') defaults(value, 'parameter-default', walk);
    else if (key.text === 'variables') defaults(value, 'variable-default', walk);
    else if (key.text !== 'description') walk(value, context);
  }
  return { uses, halfOpened };
}

function defaults(map: Node, place: Place, walk: (node: Node, context: Context) => void): void {
  for (const { key, value } of entriesOf(map)) {
    const node = get(value, 'default');
    if (node === undefined) continue;
    const above: Context = { place, step: undefined, key: key.text, above: undefined };
    walk(node, { place, step: undefined, key: 'default', above });
  }
}
