/**
 * The values a run starts with: what the caller gives, held to the declarations, and the defaults of the rest.
 *
 * The API carries each value as a list of texts; a driver may also give typed values as they are.
 */

import { readPattern } from '../language/pattern.ts';
import { finds } from '../language/patternMatch.ts';
import { isMap, type Json, type JsonMap, setMember, textOfValue, textsOf } from './json.ts';
import type { Declared, Program } from './program.ts';

/** Why a run cannot start, one sentence for each parameter; the code is that of the API. */
export const parameterFault = 'InvalidAutomationExecutionParametersException';

/** The parameters of a run, or why there is none. */
export function readParameters(
  { parameters }: Pick<Program, 'parameters'>,
  given: Readonly<Record<string, Json>>,
): { values: JsonMap; faults: string[] } {
  const values: JsonMap = {};
  const faults = Object.keys(given).flatMap((name) =>
    parameters.has(name) ? [] : [`Parameter ${name} is not defined in the document`],
  );
  for (const declared of parameters.values()) {
    const value = Object.hasOwn(given, declared.name) ? given[declared.name] : undefined;
    if (value === undefined && declared.default === undefined) {
      faults.push(`Parameter ${declared.name} is required and has no value`);
      continue;
    }
    const read = value === undefined ? (declared.default ?? '') : typedValue(value, declared.type);
    if (read === undefined) faults.push(`The value of parameter ${declared.name} is no ${declared.type}`);
    else {
      // Defaults are not held to the limits: the service takes such documents.
      if (value !== undefined) faults.push(...limitFaults(declared, read));
      setMember(values, declared.name, read);
    }
  }
  return { values, faults };
}

/** A value as the API carries it, or typed already, in the type declared; undefined when it is none. */
export function typedValue(value: Json, type: string): Json | undefined {
  if (type === 'StringList' || type.startsWith('List<')) return textsOf(value);
  if (type === 'MapList') {
    const items = Array.isArray(value) ? value.map(parsed) : parsed(value);
    const flat = Array.isArray(items) ? items.flat() : undefined;
    return flat?.every(isMap) ? flat : undefined;
  }
  const single = Array.isArray(value) ? (value.length === 1 ? value[0] : undefined) : value;
  if (single === undefined) return undefined;
  if (type === 'StringMap') {
    const map = parsed(single);
    return isMap(map) ? map : undefined;
  }
  if (type === 'Integer') return /^\s*-?\d+\s*$/.test(textOfValue(single)) ? Number(single) : undefined;
  if (type === 'Boolean') {
    const word = textOfValue(single).toLowerCase();
    return word === 'true' || word === 'false' ? word === 'true' : undefined;
  }
  return textOfValue(single);
}

function parsed(value: Json): Json {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function limitFaults({ name, allowedValues, allowedPattern, limits }: Declared, value: Json): string[] {
  const faults: string[] = [];
  const texts = textsOf(value);
  const allowed = allowedValues?.map(textOfValue);
  const other = allowed === undefined ? undefined : texts.find((each) => !allowed.includes(each));
  if (other !== undefined)
    faults.push(`"${other}" is not an allowed value of parameter ${name}: ${allowed?.join(', ')}`);
  const pattern = allowedPattern === undefined ? undefined : readPattern(allowedPattern);
  if (pattern !== undefined && texts.some((each) => finds(pattern, each) === false))
    faults.push(`The value of parameter ${name} does not match the pattern ${allowedPattern}`);
  const { minChars, maxChars, minItems, maxItems } = limits;
  if (minChars !== undefined && texts.some((each) => each.length < minChars))
    faults.push(`The value of parameter ${name} is shorter than ${minChars} characters`);
  if (maxChars !== undefined && texts.some((each) => each.length > maxChars))
    faults.push(`The value of parameter ${name} is longer than ${maxChars} characters`);
  if (minItems !== undefined && texts.length < minItems)
    faults.push(`Parameter ${name} has fewer than ${minItems} items`);
  if (maxItems !== undefined && texts.length > maxItems)
    faults.push(`Parameter ${name} has more than ${maxItems} items`);
  return faults;
}
