/**
 * `aws:loop`: for each item of a list, or as long as a condition holds after a pass. Its body is a list of steps like any
 * other, entered by a frame of its own.
 */

import { flag, wholeNumber } from './actions/action.ts';
import { holds } from './conditions.ts';
import { badInput, timedOut } from './failures.ts';
import { type Json, member, setMember, textOfValue } from './json.ts';
import { loopAt, type Position, scopeOf } from './position.ts';
import type { ProgramStep } from './program.ts';
import type { Current, StepRecord } from './state.ts';

/** The service ends a loop after so many passes, and takes no longer list. */
const mostPasses = 100;

/** Enters the body for its first pass; a list without items is done at once. */
export function enterLoop(at: Position, step: ProgramStep, record: StepRecord, current: Current): void {
  const items = itemsOf(record.inputs.Iterators);
  if (items === undefined && step.inputs.LoopCondition === undefined)
    throw badInput('A loop has neither Iterators nor a LoopCondition');
  if (items !== undefined && items.length > mostPasses)
    throw badInput(`A loop runs over ${mostPasses} items at most, not ${items.length}`);
  const { deadline } = current;
  const loop = {
    record: current.record,
    iteration: 1,
    ...(items !== undefined && { items }),
    ...(deadline !== undefined && { deadline }),
  };
  // Where there is nothing to do, the body counts as gone through.
  const idle = items?.length === 0;
  at.state.frames.push({ at: idle ? step.body.length : 0, loop });
  delete at.state.current;
  if (!idle) tellPass(at, step);
}

function itemsOf(value: Json | undefined): Json[] | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value : [value];
}

/** Starts the next pass at the end of the body; false when there is none. Throws a `StepFailure`. */
export function nextPass(at: Position): boolean {
  const { state } = at;
  const frame = state.frames.at(-1);
  const step = loopAt(at);
  const loop = frame?.loop;
  if (frame === undefined || loop === undefined || step === undefined) return false;
  if (loop.deadline !== undefined && state.now > loop.deadline) throw timedOut('Invocation');
  const record = state.records[loop.record];
  const limit = wholeNumber(member(record?.inputs, 'MaxIterations'), mostPasses, '"MaxIterations"');
  if (loop.iteration >= Math.min(limit, mostPasses, loop.items?.length ?? mostPasses)) return false;
  if (loop.items === undefined && !holds(scopeOf(at, step).fill(step.inputs.LoopCondition ?? {}))) return false;
  loop.iteration++;
  frame.at = 0;
  tellPass(at, step);
  return true;
}

/** What the body reads of its loop. */
function tellPass({ state }: Position, { name, inputs }: ProgramStep): void {
  const loop = state.frames.at(-1)?.loop;
  if (loop === undefined) return;
  const item = loop.items?.[loop.iteration - 1];
  const outputs = { CurrentIteration: loop.iteration };
  if (item !== undefined) setMember(outputs, 'CurrentIteratorValue', itemAs(item, inputs.IteratorDataType));
  setMember(state.outputs, name, outputs);
}

function itemAs(item: Json, type: Json | undefined): Json {
  if (type === 'StringMap') return item;
  if (type === 'Integer') return /^-?\d+$/.test(textOfValue(item)) ? Number(item) : item;
  return type === 'Boolean' ? flag(item) : textOfValue(item);
}
