/**
 * Runs a runbook: a generator that yields each step before it runs, each effect it needs and each step that has ended, and
 * is resumed with the answers.
 *
 * All it knows is in the state, so that a run that was saved goes on from there: a step that had begun is begun again with
 * the answers it had. Sources: user guide (Automation actions, statuses, branches, loops, time-outs).
 */

import { actionNamed } from '../language/catalogue.ts';
import { wholeExpression } from '../language/expressions.ts';
import { flag, type Outcome, type Running, wholeNumber } from './actions/action.ts';
import { unknownAction } from './actions/calls.ts';
import { actions } from './actions/index.ts';
import { type Ended, endOfList, fail, finish, stop, succeed } from './control.ts';
import type { Answer, Effect } from './effects.ts';
import { badInput, timedOut } from './failures.ts';
import { type JsonMap, setMember, textOfValue } from './json.ts';
import { enterLoop } from './loops.ts';
import { defaultOptions, type Options } from './options.ts';
import { readOutput } from './outputs.ts';
import { type Position, positionOf, scopeOf } from './position.ts';
import type { Program, ProgramStep } from './program.ts';
import { type Current, finalStatuses, type RunState, StepFailure, type StepRecord } from './state.ts';

export type RunEvent =
  /** The step is about to run; `attempt` counts from 1. No answer is needed; `cancel` stops the run here. */
  | { type: 'step'; step: ProgramStep; record: StepRecord; attempt: number }
  /** Something is asked of the driver, which resumes with the answer, or with `timeout` once `deadline` has come. */
  | { type: 'effect'; step: ProgramStep | undefined; record: StepRecord | undefined; effect: Effect; deadline?: number }
  /** The step has ended. No answer is needed. */
  | { type: 'ended'; step: ProgramStep; record: StepRecord };

export type Run = Generator<RunEvent, RunState, Answer | undefined>;

/** Goes on with a run until it has ended. The state is changed in place, and is whole whenever an event is yielded. */
export function* run(program: Program, state: RunState, options: Options = defaultOptions): Run {
  const at: Position = { program, state, options };
  if (program.fault !== undefined) finish(at, 'Failed', program.fault);
  if (state.status === 'Pending') {
    state.status = 'InProgress';
    yield* readStore(at);
  }
  while (!finalStatuses.has(state.status)) {
    const step = positionOf(at);
    if (state.cancelled !== undefined && state.now > state.cancelled.until) finish(at, 'Cancelled');
    else if (step === undefined) yield* tell(endOfList(at));
    else if (state.current === undefined) yield* begin(at, step);
    else yield* tell(yield* attempt(at, step, state.current));
  }
  return state;
}

function* tell(ended: readonly Ended[]): Generator<RunEvent, void, Answer | undefined> {
  for (const { step, record } of ended) yield { type: 'ended', step, record };
}

/** Defaults that name a parameter of Parameter Store are read once, before the first step. */
function* readStore(at: Position): Generator<RunEvent, void, Answer | undefined> {
  const { state } = at;
  for (const [name, value] of Object.entries(state.parameters)) {
    const reference = typeof value === 'string' ? wholeExpression(value)?.reference : undefined;
    if (reference?.form !== 'store') continue;
    const answer = yield {
      type: 'effect',
      step: undefined,
      record: undefined,
      effect: { kind: 'parameter', name: reference.name },
    };
    passTime(state, answer);
    if (answer?.type === 'value') setMember(state.parameters, name, answer.value);
    else {
      finish(at, 'Failed', `Parameter ${name} cannot be read from Parameter Store: ${reference.name}`);
      return;
    }
  }
}

function* begin(at: Position, step: ProgramStep): Generator<RunEvent, void, Answer | undefined> {
  const { state } = at;
  const record = newRecord(at, step);
  state.current = { record: state.records.length - 1, attempt: 1, attemptStarted: state.now, answers: [] };
  const answer = yield { type: 'step', step, record, attempt: 1 };
  passTime(state, answer);
  state.current.attemptStarted = state.now;
  if (answer?.type === 'cancel') yield* tell(stop(at, step, record));
}

/** Adds the record of a step that begins. */
export function newRecord(at: Position, step: ProgramStep): StepRecord {
  const { state } = at;
  state.count++;
  const loop = state.frames.at(-1)?.loop;
  const parent = loop === undefined ? undefined : state.records[loop.record];
  const item = loop?.items?.[loop.iteration - 1];
  const record: StepRecord = {
    id: `${state.system.executionId}-${state.count}`,
    name: step.name,
    action: step.action,
    status: 'InProgress',
    started: state.now,
    attempts: 1,
    inputs: {},
    outputs: {},
    critical: isCritical(step),
    ...(loop !== undefined &&
      parent !== undefined && {
        parent: {
          id: parent.id,
          name: parent.name,
          iteration: loop.iteration,
          ...(item !== undefined && { value: textOfValue(item) }),
        },
      }),
  };
  state.records.push(record);
  return record;
}

/** True unless the step says otherwise, or goes on after a failure and says nothing. */
function isCritical({ settings }: ProgramStep): boolean {
  if (settings.isCritical !== undefined) return flag(settings.isCritical);
  return settings.onFailure !== 'Continue';
}

function* attempt(
  at: Position,
  step: ProgramStep,
  current: Current,
): Generator<RunEvent, readonly Ended[], Answer | undefined> {
  const { state } = at;
  const record = state.records[current.record];
  if (record === undefined) throw new RangeError('The state of the run has lost the record of its step');
  let settled: { outcome: Outcome } | { failure: StepFailure };
  try {
    const outcome = yield* act(at, step, record, current);
    if (outcome === 'cancelled') return stop(at, step, record);
    if (outcome === 'entered') return [];
    record.outputs = outputsOf(at, step, outcome);
    if (outcome.response !== undefined) record.response = outcome.response;
    settled = { outcome };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    settled = { failure: error };
  }
  delete state.waiting;
  if (state.status === 'Waiting') state.status = 'InProgress';
  if ('outcome' in settled) {
    delete record.failure;
    return succeed(at, step, record, settled.outcome);
  }
  record.failure = settled.failure.failure;
  const attempts = attemptsOf(at, step);
  if (current.attempt >= attempts || state.cancelled !== undefined) return fail(at, step, record, settled.failure);
  record.attempts = current.attempt + 1;
  record.status = 'InProgress';
  state.current = { record: current.record, attempt: record.attempts, attemptStarted: state.now, answers: [] };
  passTime(state, yield { type: 'step', step, record, attempt: record.attempts });
  return [];
}

function attemptsOf(at: Position, step: ProgramStep): number {
  try {
    return wholeNumber(scopeOf(at, step).fill(step.settings.maxAttempts ?? 1), 1, '"maxAttempts"');
  } catch (error) {
    if (error instanceof StepFailure) return 1;
    throw error;
  }
}

/** Runs the action of a step, from its beginning or, for a run that was restored, from where it stood. */
function* act(
  at: Position,
  step: ProgramStep,
  record: StepRecord,
  current: Current,
): Generator<RunEvent, Outcome | 'cancelled' | 'entered', Answer | undefined> {
  const { state, options } = at;
  const scope = scopeOf(at, step);
  if (current.answers.length === 0) record.inputs = scope.fillInputs();
  const seconds = wholeNumber(
    scope.fill(step.settings.timeoutSeconds ?? ''),
    timeoutOf(step.action),
    '"timeoutSeconds"',
  );
  if (seconds > 0) current.deadline = current.attemptStarted + seconds * 1000;
  if (step.action === 'aws:loop') {
    enterLoop(at, step, record, current);
    return 'entered';
  }
  if (step.action === '') throw badInput('The step has no action');
  const action = Object.hasOwn(actions, step.action) ? actions[step.action] : undefined;
  // The time as the action knows it: on a replay it is that of the answers given again.
  let clock = current.attemptStarted;
  const running: Running = (action ?? unknownAction(step.action))({
    inputs: record.inputs,
    options,
    program: at.program,
    now: () => clock,
    note: scope.note,
    setVariable: (name, value) => setMember(state.variables, name, value),
  });
  let next = running.next();
  for (const answer of current.answers) {
    if (next.done) break;
    clock = answer.at ?? clock;
    next = running.next(answer);
  }
  while (!next.done) {
    const effect = next.value;
    wait(state, record, effect);
    const deadline = current.deadline;
    const given = yield { type: 'effect', step, record, effect, ...(deadline !== undefined && { deadline }) };
    const answer: Answer = given ?? { type: 'value', value: {} };
    passTime(state, answer);
    delete state.waiting;
    if (answer.type === 'cancel') return 'cancelled';
    if (answer.type === 'timeout' || (deadline !== undefined && state.now > deadline))
      throw timedOut(effect.kind === 'sleep' && effect.poll ? 'PostVerification' : 'Invocation');
    clock = state.now;
    current.answers.push({ ...answer, at: clock });
    next = running.next(answer);
  }
  return next.value;
}

function wait(state: RunState, record: StepRecord, effect: Effect): void {
  state.waiting = effect;
  const idle = effect.kind === 'pause' || effect.kind === 'approval';
  record.status = idle ? 'Waiting' : 'InProgress';
  if (state.cancelled === undefined) state.status = idle ? 'Waiting' : 'InProgress';
}

function timeoutOf(action: string): number {
  return actionNamed(action)?.timeout?.default ?? 0;
}

/** Time only goes forward. */
function passTime(state: RunState, answer: Answer | undefined): void {
  if (answer?.at !== undefined && answer.at > state.now) state.now = answer.at;
}

function outputsOf(at: Position, step: ProgramStep, { response, outputs }: Outcome): JsonMap {
  const { note } = scopeOf(at, step);
  const found: JsonMap = { ...outputs };
  for (const declared of step.outputs) {
    // An output that the action has anyway may be declared again without a selector.
    if (declared.selector === undefined && Object.hasOwn(found, declared.name)) continue;
    const value = readOutput(declared, response ?? {}, { options: at.options, note });
    if (value !== undefined) setMember(found, declared.name, value);
  }
  return found;
}
