/**
 * Types of values: what a reference yields, what an input wants, and whether the one can stand for the other.
 *
 * Sound before complete: whatever is not known for certain is `unknown`, and `unknown` fits everywhere. What is known of
 * conversions comes from the guide's page on outputs and from documents that AWS owns.
 */

import { actionNamed, pluginNamed, type SsmType } from './catalogue.ts';
import type { Reference } from './expressions.ts';
import type { Step } from './kinds/steps.ts';
import type { Related } from './problem.ts';
import { effective, propertySchema, typesOf } from './schema.ts';
import { outputsOf, type Symbols } from './symbols.ts';
import { get, type Node, resolve, textOf } from './syntax/node.ts';

export type ValueType = SsmType | 'unknown';

/** The types that documents may name, those of AWS resources aside. */
export const ssmTypes: readonly SsmType[] = ['String', 'StringList', 'Integer', 'Boolean', 'StringMap', 'MapList'];

/** The type that a written name means: resource types act as text or as a list of texts. */
export function namedType(written: string | undefined): ValueType {
  const found = ssmTypes.find((type) => type === written);
  if (found !== undefined) return found;
  if (written === 'string' || written?.startsWith('AWS::')) return 'String';
  return written?.startsWith('List<AWS::') ? 'StringList' : 'unknown';
}

/** The type of what a reference yields where a step reads it. */
export function referenceType(
  reference: Reference,
  { parameters, variables, steps }: Pick<Symbols, 'parameters' | 'variables' | 'steps'>,
): ValueType {
  switch (reference.form) {
    case 'name':
      return namedType((parameters.get(reference.name) ?? variables.get(reference.name))?.type);
    case 'variable':
      return namedType(variables.get(reference.name)?.type);
    case 'system':
      return 'String';
    case 'output': {
      const step = steps.get(reference.step);
      return step === undefined || reference.rest !== '' ? 'unknown' : outputType(step, reference.output);
    }
    default:
      return 'unknown';
  }
}

/** Where the type of what a reference yields is written, as the cause of a problem that rests on it. */
export function typeDeclaration(reference: Reference, { parameters, variables, steps }: Symbols): Related[] {
  let node: Node | undefined;
  if (reference.form === 'output') {
    const output = steps.get(reference.step)?.outputs.find(({ name }) => name === reference.output);
    node = get(output?.node, 'Type') ?? output?.nameNode;
  } else if (reference.form === 'name' || reference.form === 'variable')
    node = get((parameters.get(reference.name) ?? variables.get(reference.name))?.entry.value, 'type');
  if (node === undefined) return [];
  return [{ start: node.start, end: node.end, message: 'Its type is declared here', cause: true }];
}

/** The type of an output of a step: as declared, or as the action has it. */
export function outputType(step: Step, name: string): ValueType {
  const output = outputsOf(step).find((each) => each.name === name);
  if (step.action === 'aws:loop' && name === 'CurrentIteratorValue' && output?.nameNode === undefined) {
    const written = get(step.inputs, 'IteratorDataType');
    return written === undefined ? 'String' : namedType(textOf(written));
  }
  return namedType(output?.type);
}

/** The type that an input of a step wants; `unknown` for the members of an API's request and for what takes several. */
export function inputType(step: Step, key: string): ValueType {
  const action = actionNamed(step.action) ?? pluginNamed(step.action);
  // What a loop runs over may be of any type; IteratorDataType tells which.
  if (action === undefined || key === 'Iterators') return 'unknown';
  const inputs = effective(action.inputs, undefined, undefined);
  const schema = inputs.properties === undefined ? undefined : propertySchema(inputs, key);
  if (schema === undefined) return 'unknown';
  const types = typesOf(schema);
  return types.length > 1 && types.includes('object') ? 'unknown' : namedType(schema.ssmType);
}

/** `perhaps`: only when the list has a single item, or when the service makes text of it. */
export type Fit = 'fits' | 'perhaps' | 'never';

/** Whether a value of one type can be given, whole, where another is wanted. */
export function fitOf(given: ValueType, wanted: ValueType): Fit {
  // Text may be the JSON of anything.
  if (given === wanted || given === 'unknown' || wanted === 'unknown' || given === 'String') return 'fits';
  if (given === 'Integer' || given === 'Boolean')
    return wanted === 'String' || wanted === 'StringList' ? 'fits' : 'never';
  if (given === 'StringList') return wanted === 'StringMap' ? 'never' : 'perhaps';
  return wanted === 'Integer' || wanted === 'Boolean' ? 'never' : 'perhaps';
}

/** How far a literal is from a type: `loose` is what only a strict reader refuses, such as a number for text. */
export type LiteralFit = 'fits' | 'loose' | 'never';

/** Whether a written value, without references, is of a type. */
export function literalFit(node: Node, type: ValueType): LiteralFit {
  const value = resolve(node);
  if (value === undefined || type === 'unknown' || isFilledIn(value)) return 'fits';
  switch (type) {
    case 'StringList':
      return value.type === 'list' ? worst(value.items, 'String') : textOrNever(value);
    case 'MapList':
      return value.type === 'list' ? worst(value.items, 'StringMap') : textOrNever(value);
    case 'StringMap':
      return value.type === 'map' ? 'fits' : textOrNever(value);
    default:
      return value.type === 'scalar' ? scalarFit(value.value, type) : 'never';
  }
}

/** Marks of the programs that put documents together: `%%NAME%%`, `${NAME}`, `<% … %>`, `@@NAME@@`. */
const gap = /\{\{|%%|\$\{|<%|\{%|@@\w+@@|__[A-Z][A-Z_]*__/;

/** True for a null, for what holds a reference, and for what a template fills in: nothing is known of its value. */
export function isFilledIn(value: Node): boolean {
  if (value.tag !== undefined && !value.tag.startsWith('!!')) return true;
  return value.type === 'scalar' && (value.value === null || value.unknown === true || gap.test(value.text));
}

function worst(items: readonly Node[], type: SsmType): LiteralFit {
  const fits = items.map((item) => literalFit(item, type));
  return fits.find((each) => each === 'never') ?? fits.find((each) => each === 'loose') ?? 'fits';
}

/** Text where a list or map is wanted: empty, or JSON, which some places read. */
function textOrNever(value: Node): LiteralFit {
  return value.type === 'scalar' && /^\s*(?:$|[[{])/.test(value.text) ? 'loose' : 'never';
}

function scalarFit(value: string | number | boolean | null, type: 'String' | 'Integer' | 'Boolean'): LiteralFit {
  if (type === 'String') return typeof value === 'string' ? 'fits' : 'loose';
  if (type === 'Integer') return typeof value === 'number' && Number.isInteger(value) ? 'fits' : 'never';
  return typeof value === 'boolean' ? 'fits' : 'never';
}

/** A type in words, for messages. */
export function typeWords(type: ValueType): string {
  const words: Record<ValueType, string> = {
    String: 'text',
    StringList: 'a list of texts',
    Integer: 'a whole number',
    Boolean: 'true or false',
    StringMap: 'a map',
    MapList: 'a list of maps',
    unknown: 'a value',
  };
  return words[type];
}

/** The variable that the inputs of aws:updateVariable name. */
export function updatedVariable(inputs: Node | undefined): string | undefined {
  return /^variable:(.+)$/.exec(textOf(get(inputs, 'Name')) ?? '')?.[1];
}
