/**
 * Values of parameters in a run file: in the form that the service takes them, and what is wrong with them.
 *
 * SendCommand and StartAutomationExecution take a list of texts for each parameter, whatever its type: a number or Boolean is
 * a text, a map is the JSON of it, a list of maps a text for each.
 */

import type { CalledParameter } from '../lookups.ts';
import { hint, nearest } from '../nearest.ts';
import { readPattern } from '../pattern.ts';
import { finds } from '../patternMatch.ts';
import type { Fix, Range } from '../problem.ts';
import { type Node, resolve, type ScalarNode } from '../syntax/node.ts';
import { isFilledIn, namedType } from '../types.ts';
import { blockMark, replaceFix, shorten } from '../words.ts';

/** A node as the service takes it; undefined for no value at all. `allowed` mends the case of a value. */
export function serviceValues(node: Node | undefined, allowed: readonly string[] = []): string[] | undefined {
  const value = resolve(node);
  if (value === undefined) return undefined;
  if (value.type === 'list') return value.items.flatMap((item) => textOfValue(item, allowed) ?? []);
  const text = textOfValue(value, allowed);
  return text === undefined ? undefined : [text];
}

function textOfValue(node: Node, allowed: readonly string[]): string | undefined {
  const value = resolve(node);
  if (value?.type !== 'scalar') return value === undefined ? undefined : JSON.stringify(plainOf(value, 0));
  if (value.value === null) return undefined;
  const text = typeof value.value === 'boolean' ? String(value.value) : value.text;
  return allowed.find((each) => each === text) ?? allowed.find((each) => sameWord(each, text)) ?? text;
}

type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** Deeper than any value of the service; an alias may stand in itself. */
const deepest = 32;

function plainOf(node: Node, depth: number): Plain {
  const value = resolve(node);
  if (value === undefined || depth > deepest) return null;
  if (value.type === 'scalar') return value.value;
  if (value.type === 'list') return value.items.map((item) => plainOf(item, depth + 1));
  return Object.fromEntries(value.entries.map((entry) => [entry.key.text, plainOf(entry.value, depth + 1)]));
}

function sameWord(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export interface ValueFault extends Range {
  message: string;
  /** `refused`: the service takes no such value. `doubtful`: it likely does not. */
  certainty: 'refused' | 'doubtful';
  fixes?: Fix[];
}

/** What is wrong with a value of a parameter; nothing for one that is filled in later, such as `{{ssm:name}}`. */
export function valueFaults(name: string, parameter: CalledParameter, given: Node, key: Range): ValueFault[] {
  const value = singleOf(resolve(given), parameter.type);
  if (value === undefined || isFilledIn(value)) return [];
  const type = typeFault(name, parameter.type, value, key);
  if (type !== undefined) return [type];
  const scalars = scalarsOf(value);
  return [
    ...countFaults(name, parameter, value, key),
    ...scalars.flatMap((scalar) => scalarFaults(name, parameter, scalar)),
  ];
}

/** The service takes a list for each parameter, so that one item in a list is as good as alone. */
function singleOf(value: Node | undefined, written: string): Node | undefined {
  const single = /^(?:String|Integer|Boolean|StringMap)$/.test(namedType(written));
  return single && value?.type === 'list' && value.items.length === 1 ? resolve(value.items[0]) : value;
}

function scalarsOf(value: Node): ScalarNode[] {
  const items = value.type === 'list' ? value.items : [value];
  return items.flatMap((item) => {
    const each = resolve(item);
    return each?.type === 'scalar' && !isFilledIn(each) ? [each] : [];
  });
}

function typeFault(name: string, written: string, value: Node, key: Range): ValueFault | undefined {
  const type = namedType(written);
  const fault = (wanted: string): ValueFault => ({
    ...(value.type === 'scalar' ? placeOf(value) : spanOf(key)),
    message: `"${name}" is of type ${written} and takes ${wanted}, not ${foundIn(value)}`,
    certainty: 'refused',
  });
  const json = value.type === 'scalar' && /^\s*[[{]/.test(value.text);
  switch (type) {
    case 'String':
      return value.type === 'list' ? fault('one text') : value.type === 'map' ? fault('text') : undefined;
    case 'StringList':
      return value.type === 'map' ? fault('a list of texts') : undefined;
    case 'Integer':
      return value.type === 'scalar' && /^\s*[-+]?\d+\s*$/.test(value.text) ? undefined : fault('a whole number');
    case 'Boolean':
      return value.type === 'scalar' && /^\s*(?:true|false)\s*$/i.test(value.text) ? undefined : fault('true or false');
    case 'StringMap':
      return value.type === 'map' || json ? undefined : fault('a map');
    case 'MapList':
      return value.type !== 'scalar' || json ? undefined : fault('a list of maps');
    default:
      return undefined;
  }
}

function foundIn(value: Node): string {
  if (value.type === 'list') return 'a list';
  return value.type === 'scalar' ? `"${shorten(value.text)}"` : 'a map';
}

function countFaults(name: string, parameter: CalledParameter, value: Node, key: Range): ValueFault[] {
  if (value.type !== 'list') return [];
  const { minItems, maxItems } = parameter;
  const count = value.items.length;
  if (minItems !== undefined && count < minItems)
    return [{ ...spanOf(key), message: `"${name}" wants at least ${minItems} items`, certainty: 'doubtful' }];
  if (maxItems !== undefined && count > maxItems)
    return [
      {
        ...spanOf(key),
        message: `"${name}" takes at most ${maxItems} items; this has ${count}`,
        certainty: 'doubtful',
      },
    ];
  return [];
}

function scalarFaults(name: string, parameter: CalledParameter, scalar: ScalarNode): ValueFault[] {
  const { allowed, pattern, minChars, maxChars, type } = parameter;
  const { text } = scalar;
  const fault = (message: string, certainty: ValueFault['certainty'], fixes?: Fix[]): ValueFault[] => [
    { ...placeOf(scalar), message, certainty, ...(fixes && { fixes }) },
  ];
  if (allowed !== undefined && !allowed.some((each) => each === text || sameWord(each, text)))
    return fault(
      `"${shorten(text)}" is no value of "${name}"${hint(text, allowed)}`,
      'refused',
      replaceFix(scalar, nearest(text, allowed)),
    );
  // By custom an empty text means "not given".
  if (text === '' || namedType(type) === 'unknown') return [];
  if (pattern !== undefined && finds(readPattern(pattern), text) === false)
    return fault(`"${shorten(text)}" does not match the pattern of "${name}": ${shorten(pattern)}`, 'doubtful');
  if (minChars !== undefined && text.length < minChars)
    return fault(`"${name}" wants at least ${minChars} characters`, 'doubtful');
  if (maxChars !== undefined && text.length > maxChars)
    return fault(`"${name}" takes at most ${maxChars} characters; this has ${text.length}`, 'doubtful');
  return [];
}

function placeOf(scalar: ScalarNode): Range {
  return spanOf(scalar.text.includes('\n') ? { start: scalar.start, end: scalar.start + 1 } : blockMark(scalar));
}

function spanOf({ start, end }: Range): Range {
  return { start, end };
}
