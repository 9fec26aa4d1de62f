/** Where a run stands: which list of steps, which step of it, and what can be read there. */

import type { Json, JsonMap } from './json.ts';
import type { OptionName, Options } from './options.ts';
import type { Program, ProgramStep } from './program.ts';
import { fillIn, fillMap } from './scope.ts';
import type { RunState } from './state.ts';

export interface Position {
  program: Program;
  state: RunState;
  options: Options;
}

/** The list of steps of a frame, counted from the outside; the innermost one when absent. */
export function listAt({ program, state }: Position, depth = state.frames.length - 1): readonly ProgramStep[] {
  let list = program.steps;
  for (const { at } of state.frames.slice(0, depth)) list = list[at]?.body ?? [];
  return list;
}

/** The step that runs or is next; undefined at the end of its list. */
export function positionOf(at: Position): ProgramStep | undefined {
  const frame = at.state.frames.at(-1);
  return frame === undefined ? undefined : listAt(at)[frame.at];
}

/** The loop step around a frame. */
export function loopAt(at: Position, depth = at.state.frames.length - 1): ProgramStep | undefined {
  const outer = at.state.frames[depth - 1];
  return outer === undefined ? undefined : listAt(at, depth - 1)[outer.at];
}

/** Fills in references for a step, and notes what the run depended on there. */
export function scopeOf(
  { program, state, options }: Position,
  step: ProgramStep,
): { fill(value: Json): Json; fillInputs(): JsonMap; note(option: OptionName): void } {
  const note = (option: OptionName): void => {
    if (!state.notes.some((each) => each.option === option && each.step === step.name))
      state.notes.push({ option, step: step.name });
  };
  const scope = { program, state, options, note };
  return {
    note,
    fill: (value) => fillIn(value, scope),
    fillInputs() {
      // The condition of a loop is read after each pass, not when the loop is entered.
      const { LoopCondition, ...inputs } = step.inputs;
      const early = step.action === 'aws:loop' || LoopCondition === undefined ? inputs : step.inputs;
      return fillMap(early, scope);
    },
  };
}
