/**
 * Fills parameters into the inputs of a step as the agent does: a text that is one reference takes the value with its type,
 * elsewhere the value is pasted as text, once, and nothing is escaped.
 *
 * Source: amazon-ssm-agent, framework/docparser/parameters.
 */

import { isMap, type Json, type JsonMap, textOfValue } from '../json.ts';
import type { CommandProgram } from './program.ts';

export interface Filling {
  program: CommandProgram;
  parameters: JsonMap;
  /** How a script reads an environment variable: `$SSM_x`, or `$env:SSM_x`. */
  shell: 'shell' | 'powershell' | undefined;
}

const reference = /\{\{\s*([A-Za-z0-9]+)\s*\}\}/g;
const whole = /^\{\{\s*([A-Za-z0-9]+)\s*\}\}$/;

/** A value with its parameters filled in; keys, and references that name none, stay as they are. */
export function substitute(value: Json, filling: Filling): Json {
  if (typeof value === 'string') return substituteText(value, filling);
  // The agent puts a list that is all of an item in the place of the item.
  if (Array.isArray(value))
    return value.flatMap((item) => {
      const filled = substitute(item, filling);
      return typeof item === 'string' && Array.isArray(filled) ? filled : [filled];
    });
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, substitute(inner, filling)]));
}

function substituteText(text: string, filling: Filling): Json {
  if (!text.includes('{{')) return text;
  const name = whole.exec(text)?.[1];
  const found = name === undefined ? undefined : valueFor(name, filling);
  if (found !== undefined) return found;
  return text.replace(reference, (written, inner: string) => {
    const value = valueFor(inner, filling);
    return value === undefined ? written : textOfValue(value).replaceAll('$$', '$');
  });
}

function valueFor(name: string, { program, parameters, shell }: Filling): Json | undefined {
  const declared = program.parameters.get(name);
  if (declared === undefined || !Object.hasOwn(parameters, name)) return undefined;
  if (declared.environment && shell !== undefined) return shell === 'shell' ? `$SSM_${name}` : `$env:SSM_${name}`;
  return parameters[name];
}
