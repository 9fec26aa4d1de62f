/** The beginning of a run, and moving one that has begun to another step. */

import { newRecord } from './engine.ts';
import type { Json } from './json.ts';
import { enterLoop } from './loops.ts';
import { readParameters } from './parameters.ts';
import { type Position, scopeOf } from './position.ts';
import type { Program, ProgramStep } from './program.ts';
import { type Current, type RunState, StepFailure, type System } from './state.ts';

export interface Beginning {
  /** By name: lists of texts as the API carries them, or typed values. */
  parameters?: Readonly<Record<string, Json>>;
  system: System;
  /** Milliseconds since 1970. */
  now: number;
}

/** The state before the first step, or why the run cannot start: one sentence for each parameter. */
export function start(program: Program, { parameters = {}, system, now }: Beginning): RunState | { faults: string[] } {
  const { values, faults } = readParameters(program, parameters);
  if (faults.length > 0) return { faults };
  return {
    status: 'Pending',
    now,
    started: now,
    system,
    parameters: values,
    variables: Object.fromEntries(
      [...program.variables.values()].flatMap(({ name, default: value }) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
    outputs: {},
    records: [],
    frames: [{ at: 0 }],
    notes: [],
    count: 0,
  };
}

/**
 * Moves a run to a step, wherever it stands and even when it has ended: the step runs next. Loops around it are entered for
 * their first pass. False when there is no such step.
 */
export function moveTo(at: Position, name: string): boolean {
  const path = pathTo(at.program.steps, name);
  if (path === undefined) return false;
  const { state } = at;
  for (const key of ['current', 'waiting', 'ended', 'failure', 'critical', 'cancelled', 'result'] as const)
    delete state[key];
  state.status = 'InProgress';
  state.frames = [{ at: 0 }];
  let list = at.program.steps;
  for (const [depth, index] of path.entries()) {
    const frame = state.frames.at(-1);
    if (frame !== undefined) frame.at = index;
    const step = list[index];
    if (step === undefined || depth === path.length - 1) break;
    enter(at, step);
    list = step.body;
  }
  return true;
}

function enter(at: Position, loop: ProgramStep): void {
  const record = newRecord(at, loop);
  const current: Current = {
    record: at.state.records.length - 1,
    attempt: 1,
    attemptStarted: at.state.now,
    answers: [],
  };
  try {
    record.inputs = scopeOf(at, loop).fillInputs();
    enterLoop(at, loop, record, current);
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    // Its items cannot be told from here: the body then runs once.
    at.state.frames.push({ at: 0, loop: { record: current.record, iteration: 1, items: [''] } });
  }
}

function pathTo(list: readonly ProgramStep[], name: string): number[] | undefined {
  for (const [index, step] of list.entries()) {
    if (step.name === name) return [index];
    const inner = pathTo(step.body, name);
    if (inner !== undefined) return [index, ...inner];
  }
  return undefined;
}
