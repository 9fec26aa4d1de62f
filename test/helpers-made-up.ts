/**
 * Made-up answers for any runbook: responses in which its selectors find values of the declared types, taken from what the
 * runbook itself compares with, so that every branch can be taken. Importing this file does nothing.
 */

import { readSelector, type Segment } from '../server/src/language/aws/selector.ts';
import type { Answer, Json, JsonMap, Program, ProgramStep, RunEvent, RunState } from '../server/src/simulator/index.ts';

/** Whole numbers from 0 up to a bound, the same for the same seed. */
export type Random = (bound: number) => number;

export function seeded(seed: number): Random {
  let state = seed * 2654435761 + 1;
  return (bound) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return (state >>> 8) % bound;
  };
}

/** Values that the conditions of a runbook compare each of its references with, and some that they do not. */
export interface Pool {
  of(reference: string): readonly Json[];
}

export function poolOf(program: Program): Pool {
  const common: Json[] = ['', 'other', true, false, 0, 1, 100];
  const compared = new Map<string, Set<Json>>();
  const conditions = (value: Json | undefined): void => {
    if (Array.isArray(value)) value.forEach(conditions);
    else if (typeof value === 'object' && value !== null) {
      const reference = /\{\{\s*(.+?)\s*\}\}/.exec(String(value.Variable))?.[1] ?? '';
      for (const [key, operand] of Object.entries(value)) {
        if (key === 'And' || key === 'Or' || key === 'Not') conditions(operand);
        else if (key !== 'Variable' && key !== 'NextStep' && typeof operand !== 'object') {
          const set = compared.get(reference) ?? new Set<Json>();
          const near = typeof operand === 'number' ? [operand - 1, operand, operand + 1] : [operand];
          for (const each of near) set.add(each);
          compared.set(reference, set);
        }
      }
    }
  };
  const steps = (list: readonly ProgramStep[]): void => {
    for (const step of list) {
      conditions(step.inputs.Choices);
      conditions(step.inputs.LoopCondition);
      steps(step.body);
    }
  };
  steps(program.steps);
  return {
    of(reference) {
      const own = [...(compared.get(reference) ?? [])];
      return own.length > 0 ? [...own, ...own, ...own, ...common] : common;
    },
  };
}

function madeUp(type: string, values: readonly Json[], random: Random): Json {
  const pick = (fits: (value: Json) => boolean, fallback: Json): Json => {
    const list = values.filter(fits);
    return list[random(list.length || 1)] ?? fallback;
  };
  const text = (): Json => pick((value) => typeof value === 'string', 'text');
  switch (type) {
    case 'Integer':
      return pick(Number.isInteger, 1);
    case 'Boolean':
      return random(2) === 1;
    case 'StringList':
      return Array.from({ length: random(3) }, text);
    case 'StringMap':
      return { key: text() };
    case 'MapList':
      return Array.from({ length: random(3) }, () => ({ key: text() }));
    default:
      return text();
  }
}

/** Parameters for every declaration that has no default, and now and then for one that has. */
export function madeUpParameters(program: Program, pool: Pool, random: Random): Record<string, Json> {
  const given: Record<string, Json> = {};
  for (const { name, type, default: value, allowedValues } of program.parameters.values()) {
    if (value !== undefined && random(2) > 0) continue;
    if (allowedValues !== undefined) given[name] = allowedValues[random(allowedValues.length)] ?? '';
    else given[name] = madeUp(type, pool.of(name), random);
  }
  return given;
}

/** A value for every parameter, whatever the declarations say of it. */
export function fillGaps(program: Program, given: Record<string, Json>): JsonMap {
  return Object.fromEntries(
    [...program.parameters.values()].map(({ name, type, default: value }) => [
      name,
      given[name] ?? value ?? (type === 'StringList' ? ['text'] : type === 'Integer' ? 1 : 'text'),
    ]),
  );
}

/** A response in which a selector finds a value. */
function place(root: Json, segments: readonly Segment[], value: Json): Json {
  const [segment, ...rest] = segments;
  if (segment === undefined) return value;
  if (segment.kind === 'child') {
    const map = typeof root === 'object' && root !== null && !Array.isArray(root) ? root : {};
    const many = segment.deep && Array.isArray(value) && rest.length === 0 ? (value[0] ?? '') : value;
    return { ...map, [segment.name]: place(map[segment.name] ?? {}, rest, many) };
  }
  const list = Array.isArray(root) ? root : [];
  const element = list[0] ?? {};
  const filter = segment.kind === 'elements' && segment.filter !== 'unread' ? segment.filter : undefined;
  const fitting = filter?.value === undefined ? element : place(element, filter.path, filter.value);
  return [place(fitting, rest, value), ...list.slice(1)];
}

/** What one step meets in a run whenever it asks for something. */
export interface Meeting {
  name: string;
  type: 'error' | 'cancel';
}

/** An answer to an event of a run, for each kind of effect. */
export function madeUpAnswer(
  event: RunEvent,
  state: RunState,
  pool: Pool,
  random: Random,
  meeting: Meeting | undefined,
): Answer | undefined {
  if (event.type !== 'effect') return undefined;
  const { effect, step, deadline } = event;
  const at = state.now + 1000;
  if (step !== undefined && step.name === meeting?.name)
    return meeting.type === 'cancel'
      ? { type: 'cancel', at }
      : { type: 'error', code: 'MadeUp', message: 'made up', at };
  if (random(500) === 0) return { type: 'cancel', at };
  if (random(300) === 0 && deadline !== undefined) return { type: 'timeout', at: deadline };
  switch (effect.kind) {
    case 'sleep':
      return { type: 'value', value: {}, at: effect.until };
    case 'pause':
      return { type: 'signal', signal: 'Resume', at };
    case 'approval':
      return { type: 'signal', signal: random(5) === 0 ? 'Reject' : 'Approve', at };
    case 'parameter':
      return { type: 'value', value: madeUp('String', pool.of(''), random), at };
    default:
      return { type: 'value', value: responseOf(step, event.record?.inputs ?? {}, pool, random), at };
  }
}

const common: Record<string, Json> = {
  'aws:changeInstanceState': { Reservations: [{ Instances: [{ State: { Name: 'running' } }] }] },
  'aws:runInstances': {
    Instances: [{ InstanceId: 'i-1', State: { Name: 'running' } }],
    Reservations: [{ Instances: [{ State: { Name: 'running' } }] }],
  },
  'aws:createImage': { ImageId: 'ami-1', Images: [{ State: 'available' }] },
  'aws:copyImage': { ImageId: 'ami-1', Images: [{ State: 'available' }] },
  'aws:createStack': { StackId: 's', Stacks: [{ StackStatus: 'CREATE_COMPLETE' }] },
  'aws:executeStateMachine': { executionArn: 'x', status: 'SUCCEEDED', output: '{}' },
  'aws:invokeLambdaFunction': { StatusCode: 200, LogResult: '', Payload: '{}' },
  'aws:runCommand': { CommandId: 'c', Status: 'Success', ResponseCode: 0, Output: 'text' },
  'aws:executeAutomation': { ExecutionId: 'e', Status: 'Success', Output: ['text'] },
};

function responseOf(step: ProgramStep | undefined, inputs: JsonMap, pool: Pool, random: Random): Json {
  let response: Json = structuredClone(common[step?.action ?? ''] ?? {});
  if (step?.action === 'aws:changeInstanceState') {
    const wanted = String(inputs.DesiredState);
    response = { Reservations: [{ Instances: [{ State: { Name: random(3) === 0 ? 'pending' : wanted } }] }] };
  }
  for (const { name, selector, type } of step?.outputs ?? []) {
    if (selector === undefined) continue;
    const { segments } = readSelector(
      step?.action === 'aws:executeScript' ? selector.replace(/^\$?\.?Payload/, '$') : selector,
    );
    response = place(response, segments, madeUp(type, pool.of(`${step?.name}.${name}`), random));
  }
  if (step?.action === 'aws:runCommand' && random(2) === 0)
    response = { ...(response as JsonMap), Output: madeUp('String', pool.of(`${step.name}.Output`), random) };
  const wanted = inputs.DesiredValues;
  if (typeof inputs.PropertySelector === 'string' && Array.isArray(wanted) && random(6) > 0)
    response = place(response, readSelector(inputs.PropertySelector).segments, wanted[random(wanted.length)] ?? '');
  return response;
}
