/**
 * Fills in `{{ … }}` while a run goes on: a value that is one reference keeps its type, within a text it becomes text.
 *
 * Keys are never filled in, and what was filled in is not looked at again. A reference to what the document does not declare
 * fails the step.
 */

import { type Expression, expressionsIn, wholeExpression } from '../language/expressions.ts';
import { badInput } from './failures.ts';
import { isMap, type Json, type JsonMap, textOfValue } from './json.ts';
import type { OptionName, Options } from './options.ts';
import type { Program } from './program.ts';
import type { RunState } from './state.ts';

export interface Scope {
  program: Pick<Program, 'parameters' | 'variables'>;
  state: Pick<RunState, 'parameters' | 'variables' | 'outputs' | 'system' | 'now'>;
  options: Options;
  /** Says that the run depended on an option. */
  note(option: OptionName): void;
}

/** A value with all its references filled in. Throws a `StepFailure` for one that cannot be. */
export function fillIn(value: Json, scope: Scope): Json {
  if (typeof value === 'string') return value.includes('{{') ? fillText(value, scope) : value;
  if (Array.isArray(value)) return fillList(value, scope);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillIn(inner, scope)]));
}

export function fillMap(map: JsonMap, scope: Scope): JsonMap {
  return fillIn(map, scope) as JsonMap;
}

/** `[ "{{ list }}" ]` is the list itself: runbooks write it so for inputs that want a list. */
function fillList(list: Json[], scope: Scope): Json {
  const filled = list.map((item) => fillIn(item, scope));
  const [only] = filled;
  const single = list.length === 1 && typeof list[0] === 'string' && wholeExpression(list[0]) !== undefined;
  return single && Array.isArray(only) ? only : filled;
}

function fillText(text: string, scope: Scope): Json {
  const whole = wholeExpression(text);
  if (whole !== undefined) return readReference(whole, scope) ?? text;
  let filled = '';
  let at = 0;
  for (const expression of expressionsIn(text)) {
    const value = expression.closed ? readReference(expression, scope) : undefined;
    if (value === undefined) continue;
    filled += text.slice(at, expression.start) + inText(value, expression, scope);
    at = expression.end;
  }
  return filled + text.slice(at);
}

function inText(value: Json, { body }: Expression, scope: Scope): string {
  if (typeof value !== 'string') {
    if (scope.options.valueInText === 'fail') throw badInput(`{{ ${body} }} is no text and stands within one`);
    scope.note('valueInText');
  }
  return textOfValue(value);
}

/** The value of a reference; undefined for what stays as it is: braces that are none, and outputs that are not there. */
function readReference({ reference, body }: Expression, scope: Scope): Json | undefined {
  const { state, program } = scope;
  switch (reference.form) {
    case 'name':
      return own(state.parameters, reference.name) ?? own(state.variables, reference.name) ?? absent(body, program);
    case 'variable':
      return own(state.variables, reference.name) ?? absent(body, program);
    case 'system':
      return systemValue(reference.space, reference.name, state) ?? absent(body, program);
    case 'output': {
      const outputs = own(state.outputs, reference.step);
      const value = outputs === undefined || reference.rest !== '' ? undefined : own(outputs, reference.output);
      if (value !== undefined) return value;
      const why = outputs === undefined ? 'has not run' : 'gave no such output';
      if (scope.options.unsetOutput === 'fail')
        throw badInput(`{{ ${body} }} has no value: step "${reference.step}" ${why}`);
      scope.note('unsetOutput');
      return undefined;
    }
    case 'store':
      throw badInput(
        `{{ ${body} }} cannot stand in a step: only the default of a parameter is read from Parameter Store`,
      );
    default:
      return undefined;
  }
}

function own<T>(map: { readonly [key: string]: T }, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function absent(body: string, { parameters, variables }: Scope['program']): never {
  const name = body.replace(/^variable:/, '');
  const declared = parameters.has(name) || variables.has(name);
  throw badInput(`{{ ${body} }} ${declared ? 'has no value' : 'names nothing that the document declares'}`);
}

/** Dates are those of the moment at which the step reads them, in UTC. */
export function systemValue(space: string, name: string, { system, now }: Scope['state']): Json | undefined {
  if (space === 'automation') return name === 'EXECUTION_ID' ? system.executionId : undefined;
  const [date = '', time = ''] = new Date(now).toISOString().split(/[T.]/);
  const values: Record<string, string> = {
    DATE: date,
    DATE_TIME: `${date}_${time.replaceAll(':', '.')}`,
    REGION: system.region,
    ACCOUNT_ID: system.account,
    AWS_PARTITION: system.partition,
  };
  return own(values, name);
}
