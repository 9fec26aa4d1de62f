/**
 * The typed view of documents that have steps: runbooks, change templates and Command documents.
 *
 * A view says what each step is called, what it does and where it stands, and nothing about whether that is right. Rules,
 * symbols, outline and completion read views, so that only this file knows the keys.
 */

import { nearest } from '../nearest.ts';
import {
  type Entry,
  entriesOf,
  entryOf,
  get,
  itemsOf,
  type MapNode,
  type Node,
  resolve,
  type ScalarNode,
  textOf,
} from '../syntax/node.ts';

export interface Step {
  node: MapNode;
  /** Undefined while the name is not typed yet. */
  name: string | undefined;
  nameNode: ScalarNode | undefined;
  action: string | undefined;
  actionNode: ScalarNode | undefined;
  inputs: Node | undefined;
  /** Outputs the step declares itself, by name. */
  outputs: DeclaredOutput[];
  /** The loop whose body holds this step. */
  loop: Step | undefined;
  /** Steps of the body, for `aws:loop`. */
  body: Step[];
  /** The steps it is one of, in order: the main steps or the body of its loop. */
  siblings: Step[];
}

export interface DeclaredOutput {
  node: Node;
  name: string;
  nameNode: ScalarNode;
  type: string | undefined;
}

/** A declared parameter or variable. */
export interface Declaration {
  name: string;
  entry: Entry;
  type: string | undefined;
}

export interface StepsView {
  parameters: Declaration[];
  variables: Declaration[];
  /** The main steps. */
  steps: Step[];
  /** Main steps and the steps of every loop body, in source order. */
  all: Step[];
}

/** True for a loop itself and for every step inside it, at any depth. */
export function isWithin(step: Step | undefined, loop: Step): boolean {
  for (let at = step; at !== undefined; at = at.loop) if (at === loop) return true;
  return false;
}

/** Reads the steps, parameters and variables of a document. */
export function stepsView(root: Node): StepsView {
  const all: Step[] = [];
  const steps = readSteps(get(root, 'mainSteps'), undefined, all, new Set());
  if (steps.length === 0) steps.push(...pluginsOf(root, all));
  return {
    parameters: declarations(get(root, 'parameters')),
    variables: declarations(get(root, 'variables')),
    steps,
    all,
  };
}

function readSteps(list: Node | undefined, loop: Step | undefined, all: Step[], open: Set<Node>): Step[] {
  const siblings: Step[] = [];
  // An alias may bring the same body in again; a body inside itself cannot be written.
  const resolved = resolve(list);
  if (resolved === undefined || open.has(resolved)) return siblings;
  open.add(resolved);
  for (const item of itemsOf(resolved)) {
    const node = resolve(item);
    if (node?.type !== 'map') continue;
    const nameNode = scalarAt(node, 'name');
    const actionNode = scalarAt(node, 'action');
    const step: Step = {
      node,
      name: textOf(nameNode),
      nameNode,
      action: textOf(actionNode),
      actionNode,
      inputs: get(node, 'inputs'),
      outputs: declaredOutputs(get(node, 'outputs')),
      loop,
      body: [],
      siblings,
    };
    siblings.push(step);
    all.push(step);
    if (step.action === 'aws:loop') step.body = readSteps(bodyOf(step.inputs), step, all, open);
  }
  return siblings;
}

/** The steps of a loop; under a misspelt key they are steps all the same. */
function bodyOf(inputs: Node | undefined): Node | undefined {
  const near = (): Entry | undefined => entriesOf(inputs).find(({ key }) => nearest(key.text, ['Steps']) !== undefined);
  return get(inputs, 'Steps') ?? near()?.value;
}

/** The plugins of a 1.2 document, which have no names of their own. */
function pluginsOf(root: Node, all: Step[]): Step[] {
  const siblings: Step[] = [];
  for (const { key, value } of entriesOf(get(root, 'runtimeConfig'))) {
    const node = resolve(value);
    if (node?.type !== 'map') continue;
    const step: Step = {
      node,
      name: undefined,
      nameNode: undefined,
      action: key.text,
      actionNode: key,
      inputs: get(node, 'properties'),
      outputs: [],
      loop: undefined,
      body: [],
      siblings,
    };
    siblings.push(step);
    all.push(step);
  }
  return siblings;
}

function scalarAt(node: MapNode, key: string): ScalarNode | undefined {
  const value = get(node, key);
  return value?.type === 'scalar' ? value : undefined;
}

function declaredOutputs(list: Node | undefined): DeclaredOutput[] {
  // One output without its dash is a map, and read all the same.
  const single = list?.type === 'map' ? [list] : [];
  return [...itemsOf(list), ...single].flatMap((item) => {
    const nameNode = get(item, 'Name');
    if (nameNode?.type !== 'scalar' || nameNode.value === null) return [];
    return [{ node: item, name: nameNode.text, nameNode, type: textOf(get(item, 'Type')) }];
  });
}

function declarations(map: Node | undefined): Declaration[] {
  return entriesOf(map).map((entry) => ({
    name: entry.key.text,
    entry,
    type: textOf(entryOf(entry.value, 'type')?.value),
  }));
}
