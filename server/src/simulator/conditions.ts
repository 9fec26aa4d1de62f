/**
 * The conditions of `aws:branch` and of a loop: an operand and one operator, or And, Or and Not around others.
 *
 * Inputs travel as text, so that numbers and Booleans are also read from text; what cannot be read as the family of the
 * operator wants it fails the step. Source: user guide, creating dynamic runbooks.
 */

import { badInput } from './failures.ts';
import { isMap, type Json, member, textOfValue } from './json.ts';

type Test = (left: Json, right: Json) => boolean;

const text =
  (compare: (left: string, right: string) => boolean): Test =>
  (left, right) =>
    compare(textOfValue(left), textOfValue(right));

const numeric =
  (compare: (left: number, right: number) => boolean): Test =>
  (left, right) =>
    compare(numberOf(left), numberOf(right));

const operators: Readonly<Record<string, Test>> = {
  StringEquals: text((left, right) => left === right),
  EqualsIgnoreCase: text((left, right) => left.toLowerCase() === right.toLowerCase()),
  StartsWith: text((left, right) => left.startsWith(right)),
  EndsWith: text((left, right) => left.endsWith(right)),
  Contains: text((left, right) => left.includes(right)),
  NumericEquals: numeric((left, right) => left === right),
  NumericGreater: numeric((left, right) => left > right),
  NumericGreaterOrEquals: numeric((left, right) => left >= right),
  NumericLesser: numeric((left, right) => left < right),
  NumericLesserOrEquals: numeric((left, right) => left <= right),
  BooleanEquals: (left, right) => booleanOf(left) === booleanOf(right),
};

/** Whether a condition holds; its references are filled in already. Throws a `StepFailure` where it cannot be told. */
export function holds(condition: Json | undefined): boolean {
  if (!isMap(condition)) throw badInput('A condition is a map of "Variable" and an operator');
  const all = member(condition, 'And');
  if (all !== undefined) return listed(all).every(holds);
  const any = member(condition, 'Or');
  if (any !== undefined) return listed(any).some(holds);
  const not = member(condition, 'Not');
  if (not !== undefined) return !holds(not);
  const variable = member(condition, 'Variable');
  if (variable === undefined) throw badInput('A condition has no "Variable"');
  const used = Object.entries(condition).filter(([key]) => Object.hasOwn(operators, key));
  if (used.length === 0) throw badInput('A condition has no operator that is known');
  return used.every(([key, operand]) => operators[key]?.(variable, operand) === true);
}

/** And and Or want a list; runbooks also write the one condition alone. */
function listed(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}

function numberOf(value: Json): number {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) throw badInput(`"${textOfValue(value)}" is no number and stands in a numeric comparison`);
  return number;
}

function booleanOf(value: Json): boolean {
  if (typeof value === 'boolean') return value;
  const word = textOfValue(value).toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  throw badInput(`"${textOfValue(value)}" is neither true nor false and stands in BooleanEquals`);
}
