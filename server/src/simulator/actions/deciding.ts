/** Actions that touch nothing outside the run: a branch, and a new value for a variable. */

import { holds } from '../conditions.ts';
import { badInput } from '../failures.ts';
import { isMap, type Json, member, textOfValue } from '../json.ts';
import { type Action, required } from './action.ts';

// biome-ignore lint/correctness/useYield: an action is a generator, and this one needs nobody's answer.
export const branch: Action = function* ({ inputs }) {
  const choices = member(inputs, 'Choices');
  for (const choice of Array.isArray(choices) ? choices : []) {
    if (!isMap(choice)) throw badInput('Each of the Choices is a map');
    const { NextStep, ...condition } = choice;
    if (holds(condition)) return { choice: textOfValue(NextStep) };
  }
  return {};
};

const fits: Readonly<Record<string, (value: Json) => boolean>> = {
  String: (value) => typeof value === 'string',
  Integer: (value) => Number.isInteger(value),
  Boolean: (value) => typeof value === 'boolean',
  StringList: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  StringMap: isMap,
  MapList: (value) => Array.isArray(value) && value.every(isMap),
};

/** The types have to be equal; the service converts nothing. */
// biome-ignore lint/correctness/useYield: an action is a generator, and this one needs nobody's answer.
export const updateVariable: Action = function* ({ inputs, program, setVariable }) {
  const written = required(inputs, 'Name');
  const name = written.replace(/^variable:/, '');
  const variable = program.variables.get(name);
  if (variable === undefined) throw badInput(`"${written}" names no variable of the document`);
  const value = member(inputs, 'Value');
  if (value === undefined) throw badInput('The input "Value" is missing');
  if (fits[variable.type]?.(value) === false)
    throw badInput(`The variable "${name}" is of type ${variable.type}, and the value is not`);
  setVariable(name, value);
  return {};
};
