/**
 * What an action is to the engine: a generator from inputs to outputs that yields effects and gets their answers.
 *
 * It holds no state of its own. When a run is restored, the engine starts it again and gives it the answers it had; so it
 * may depend on nothing but its call.
 */

import type { Answer, Effect } from '../effects.ts';
import { apiFailed, badInput } from '../failures.ts';
import { type Json, type JsonMap, member, textOfValue, textsOf } from '../json.ts';
import type { OptionName, Options } from '../options.ts';
import type { Program } from '../program.ts';

export interface Call {
  /** References filled in. */
  inputs: JsonMap;
  options: Options;
  program: Pick<Program, 'variables'>;
  /** The time of the last answer. */
  now(): number;
  note(option: OptionName): void;
  setVariable(name: string, value: Json): void;
}

export interface Outcome {
  /** What declared outputs select from. */
  response?: Json;
  /** Outputs that the action always has. */
  outputs?: JsonMap;
  /** For a branch: the step of the first choice that holds. */
  choice?: string;
}

export type Running = Generator<Effect, Outcome, Answer>;
export type Action = (call: Call) => Running;

/** Calls an API. Throws a `StepFailure` when the service refuses. */
export function* callApi(
  service: string,
  operation: string,
  request: JsonMap,
  region?: string,
): Generator<Effect, Json, Answer> {
  const effect: Effect = { kind: 'api', service, operation, request, ...(region !== undefined && { region }) };
  const answer = yield effect;
  if (answer.type === 'error') throw apiFailed(service, operation, answer);
  return answer.type === 'value' ? answer.value : {};
}

/** Asks an API again and again until `done` has what it wants; the engine ends the step when its time is up. */
export function* poll<T>(
  call: Call,
  look: () => Generator<Effect, Json, Answer>,
  done: (response: Json) => T | undefined,
): Generator<Effect, T, Answer> {
  for (;;) {
    const found = done(yield* look());
    if (found !== undefined) return found;
    yield { kind: 'sleep', until: call.now() + call.options.pollSeconds * 1000, poll: true };
  }
}

/** Inputs by name, those left out dropped; for the request of an API. */
export function pick(inputs: JsonMap, names: readonly string[]): JsonMap {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = member(inputs, name);
      return value === undefined || value === null || value === '' ? [] : [[name, value]];
    }),
  );
}

/** A text that has to be given. */
export function required(inputs: JsonMap, name: string): string {
  const text = textOfValue(member(inputs, name));
  if (text === '') throw badInput(`The input "${name}" is missing or empty`);
  return text;
}

/** A list of texts of which one at least has to be given. */
export function requiredList(inputs: JsonMap, name: string): string[] {
  const list = textsOf(member(inputs, name));
  if (list.length === 0) throw badInput(`The input "${name}" is missing or empty`);
  return list;
}

/** A whole number, also written as text; `fallback` where it is not given. */
export function wholeNumber(value: Json | undefined, fallback: number, what: string): number {
  if (value === undefined || value === null || value === '') return fallback;
  if (!/^\s*\d+\s*$/.test(textOfValue(value))) throw badInput(`"${textOfValue(value)}" is no whole number for ${what}`);
  return Number(value);
}

/** True or false, also written as text. */
export function flag(value: Json | undefined): boolean {
  return textOfValue(value).toLowerCase() === 'true';
}
