/**
 * The view of a CloudFormation template, which a conformance pack is too: its parameters, conditions and resources, and
 * what of them a value refers to.
 */

import type { Range } from '../problem.ts';
import { type Call, callOf } from '../syntax/intrinsics.ts';
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
import { sourceOffset } from '../syntax/scalar.ts';

export interface Resource {
  /** Logical id. */
  name: string;
  entry: Entry;
  type: string | undefined;
  typeNode: ScalarNode | undefined;
  properties: MapNode | undefined;
  dependsOn: readonly string[];
}

/** A use of a parameter, resource or condition by its name. */
export interface TemplateUse {
  name: string;
  target: 'value' | 'condition';
  /** The name itself. */
  range: Range;
  /** What it stands in. */
  node: ScalarNode;
}

export interface TemplateView {
  parameters: ReadonlyMap<string, Entry>;
  conditions: ReadonlyMap<string, Entry>;
  resources: readonly Resource[];
  uses: readonly TemplateUse[];
  /** Every function called, in source order. */
  calls: readonly Call[];
}

/** Reads a template; what is missing or of another form reads as empty. */
export function templateView(root: Node): TemplateView {
  const { uses, calls } = usesIn(root);
  return {
    parameters: byName(get(root, 'Parameters')),
    conditions: byName(get(root, 'Conditions')),
    resources: entriesOf(get(root, 'Resources')).map(resourceOf),
    uses,
    calls,
  };
}

function byName(map: Node | undefined): Map<string, Entry> {
  return new Map(entriesOf(map).map((entry) => [entry.key.text, entry]));
}

function resourceOf(entry: Entry): Resource {
  const typeNode = get(entry.value, 'Type');
  const properties = get(entry.value, 'Properties');
  const depends = get(entry.value, 'DependsOn');
  return {
    name: entry.key.text,
    entry,
    type: textOf(typeNode),
    typeNode: typeNode?.type === 'scalar' ? typeNode : undefined,
    properties: properties?.type === 'map' ? properties : undefined,
    dependsOn: (depends?.type === 'list' ? depends.items : [depends]).flatMap((each) => textOf(each) ?? []),
  };
}

/** What a value is, as far as the template tells: written, or the default of the parameter it refers to. */
export interface Literal {
  text: string;
  /** The scalar written; for a reference that of the default. */
  node: ScalarNode;
  /** Where a problem with it is reported: where the value is used. */
  place: Range;
  /** The parameter whose default it is. */
  parameter?: string;
}

/** The value of a node; undefined where it is not known before the template is deployed. */
export function literalOf(node: Node | undefined, template: TemplateView | undefined): Literal | undefined {
  const value = resolve(node);
  const call = callOf(value);
  if (call?.name === 'Ref') {
    const name = refName(call);
    const fallback = name === undefined ? undefined : get(template?.parameters.get(name.text)?.value, 'Default');
    return name !== undefined && fallback?.type === 'scalar' && fallback.value !== null
      ? { text: fallback.text, node: fallback, place: name, parameter: name.text }
      : undefined;
  }
  if (call !== undefined || value?.type !== 'scalar' || value.value === null || value.unknown) return undefined;
  return { text: value.text, node: value, place: value };
}

/** True for a value that a template decides: present perhaps, known not at all. */
export function isFilledIn(node: Node | undefined): boolean {
  return callOf(node) !== undefined;
}

function refName({ argument }: Call): ScalarNode | undefined {
  const name = resolve(argument);
  return name?.type === 'scalar' && name.value !== null ? name : undefined;
}

function usesIn(root: Node): { uses: TemplateUse[]; calls: Call[] } {
  const uses: TemplateUse[] = [];
  const calls: Call[] = [];
  const seen = new Set<Node>();
  const named = (node: Node | undefined, target: TemplateUse['target']): void => {
    const scalar = resolve(node);
    if (scalar?.type === 'scalar' && scalar.value !== null)
      uses.push({ name: scalar.text, target, range: textRange(scalar), node: scalar });
  };
  const walk = (node: Node, isResource: boolean): void => {
    const value = resolve(node);
    if (value === undefined || seen.has(value)) return;
    seen.add(value);
    const call = callOf(value);
    if (call !== undefined) {
      calls.push(call);
      if (call.name === 'Ref') named(call.argument, 'value');
      else if (call.name === 'Condition') named(call.argument, 'condition');
      else if (call.name === 'If') named(itemsOf(call.argument)[0], 'condition');
      else if (call.name === 'GetAtt') getAtt(call, uses);
      else if (call.name === 'Sub') substitutions(call, uses);
    }
    if (value.type === 'list') for (const item of value.items) walk(item, false);
    else if (value.type === 'map') {
      for (const { key, value: inner } of value.entries) {
        if (isResource && key.text === 'Condition') named(inner, 'condition');
        walk(inner, false);
      }
    }
  };
  for (const { key, value } of entriesOf(root)) {
    if (key.text === 'Parameters' || key.text === 'Metadata') continue;
    if (key.text !== 'Resources' && key.text !== 'Outputs') walk(value, false);
    else for (const { value: each } of entriesOf(value)) walk(each, true);
  }
  return { uses, calls };
}

function getAtt({ argument }: Call, uses: TemplateUse[]): void {
  const value = resolve(argument);
  const first = value?.type === 'list' ? resolve(value.items[0]) : value;
  if (first?.type !== 'scalar') return;
  const name = first.text.split('.', 1)[0] ?? '';
  uses.push({ name, target: 'value', range: within(first, 0, name.length), node: first });
}

/** `${Name}` and `${Name.Attribute}` in the text of Fn::Sub; names that the call itself defines are none of the template's. */
function substitutions({ argument }: Call, uses: TemplateUse[]): void {
  const value = resolve(argument);
  const text = value?.type === 'list' ? resolve(value.items[0]) : value;
  if (text?.type !== 'scalar') return;
  const own = new Set(value?.type === 'list' ? entriesOf(value.items[1]).map(({ key }) => key.text) : []);
  for (const { 1: name = '', index } of text.text.matchAll(/\$\{([\w:]+)[^}]*\}/g))
    if (!own.has(name))
      uses.push({ name, target: 'value', range: within(text, index + 2, index + 2 + name.length), node: text });
}

function within(node: ScalarNode, start: number, end: number): Range {
  return { start: sourceOffset(node, start), end: sourceOffset(node, end) };
}

/** The text of a scalar without its quotes. */
export function textRange(node: ScalarNode): Range {
  return within(node, 0, node.text.length);
}

/** The entry of a map whose value is known to be there. */
export function given(node: Node | undefined, key: string): Entry | undefined {
  const entry = entryOf(node, key);
  const value = resolve(entry?.value);
  return value === undefined || (value.type === 'scalar' && value.value === null && !isFilledIn(value))
    ? undefined
    : entry;
}
