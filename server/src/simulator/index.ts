/**
 * The simulator: what a document does, without doing anything. Pure, like the language core: no clock, no disk, no network.
 *
 * `compile` makes a part of a document ready, `start` gives the state before the first step, and `run` steps through it:
 * a generator that yields steps and effects and is resumed with answers. The sandbox, the debugger and tests drive the same
 * generator.
 */

export type { Platform } from './command/precondition.ts';
export { type CommandParameter, type CommandProgram, type CommandStep, compileCommand } from './command/program.ts';
export { runCommandDocument, startCommand } from './command/run.ts';
export type {
  CommandEvent,
  CommandState,
  NodeAnswer,
  NodeEffect,
  StepResult,
  StepStatus,
  Target,
} from './command/state.ts';
export { type Driven, drive, type Entry, replay } from './drive.ts';
export type { Answer, Effect, EffectKind } from './effects.ts';
export { type Run, type RunEvent, run } from './engine.ts';
export { type Json, type JsonMap, onTheWire } from './json.ts';
export { defaultOptions, type OptionName, type Options } from './options.ts';
export { parameterFault, readParameters } from './parameters.ts';
export { compile, type Program, type ProgramStep } from './program.ts';
export { type Beginning, moveTo, start } from './start.ts';
export { type Failure, finalStatuses, type RunState, type Status, type StepRecord, type System } from './state.ts';
