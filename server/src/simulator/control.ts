/**
 * Where control goes when a step has ended: on, to another step, out of a loop, or to the end of the run.
 *
 * The ways are those of the flow graph (`language/flow.ts`), which a test holds this to. A target that only the run knows is
 * filled in here.
 */

import { flag, type Outcome } from './actions/action.ts';
import { badInput } from './failures.ts';
import { type Json, type JsonMap, member, onTheWire, setMember, textOfValue } from './json.ts';
import { nextPass } from './loops.ts';
import { listAt, loopAt, type Position, positionOf, scopeOf } from './position.ts';
import type { ProgramStep } from './program.ts';
import { type Status, StepFailure, type StepRecord } from './state.ts';

export interface Ended {
  step: ProgramStep;
  record: StepRecord;
}

/** The step did its work. */
export function succeed(at: Position, step: ProgramStep, record: StepRecord, { choice }: Outcome): Ended[] {
  close(at, record, 'Success');
  setMember(at.state.outputs, step.name, record.outputs);
  try {
    const target = choice ?? (step.action === 'aws:branch' ? textOfValue(member(step.inputs, 'Default')) : '');
    if (target !== '') return [{ step, record }, ...jump(at, record, textOfValue(scopeOf(at, step).fill(target)))];
    return [{ step, record }, ...goOn(at, step, record)];
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    // A jump that leads nowhere is the fault of this step, whatever its action did.
    record.failure = error.failure;
    return fail(at, step, record, error);
  }
}

/** The step failed for good: all its attempts are used. */
export function fail(at: Position, step: ProgramStep, record: StepRecord, failure: StepFailure): Ended[] {
  const { state, options } = at;
  const status = failure.timedOut ? 'TimedOut' : 'Failed';
  close(at, record, status);
  Object.assign(record.outputs, failure.outputs);
  setMember(state.outputs, step.name, record.outputs);
  state.failure ??= failure.failure.message;
  if (record.critical) {
    state.critical ??= status;
    for (const { loop } of state.frames) if (loop !== undefined) loop.failed ??= status;
  }
  const ended = { step, record };
  try {
    const scope = scopeOf(at, step);
    const policy = textOfValue(scope.fill(step.settings.onFailure ?? 'Abort'));
    const target = policy.startsWith('step:') ? policy.slice('step:'.length) : '';
    const isEnd = flag(scope.fill(step.settings.isEnd ?? false));
    if (target !== '' && isEnd) scope.note('endAndFailure');
    if (target !== '' && !(isEnd && options.endAndFailure === 'end')) return [ended, ...jump(at, record, target)];
    if (policy === 'Continue' || target !== '') return [ended, ...goOn(at, step, record)];
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    state.failure = error.failure.message;
  }
  return [ended, ...finish(at, record.critical ? status : 'Failed', state.failure)];
}

/** The user has stopped the run while the step was running, or before it began. */
export function stop(at: Position, step: ProgramStep, record: StepRecord): Ended[] {
  const { state, options } = at;
  close(at, record, 'Cancelled');
  setMember(state.outputs, step.name, record.outputs);
  const ended = { step, record };
  const policy = textOfValue(step.settings.onCancel);
  if (state.cancelled === undefined && policy.startsWith('step:')) {
    try {
      const inner = jump(at, record, policy.slice('step:'.length));
      state.cancelled = { until: state.now + options.cancelSeconds * 1000 };
      state.status = 'Cancelling';
      return [ended, ...inner];
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      state.failure ??= error.failure.message;
    }
  }
  return [ended, ...finish(at, 'Cancelled')];
}

function close({ state }: Position, record: StepRecord, status: Status): void {
  record.status = status;
  record.ended = state.now;
  delete state.current;
  delete state.waiting;
}

/** The way on after success, and after a failure that is tolerated. */
function goOn(at: Position, step: ProgramStep, record: StepRecord): Ended[] {
  const frame = at.state.frames.at(-1);
  if (frame === undefined) return [];
  const scope = scopeOf(at, step);
  if (flag(scope.fill(step.settings.isEnd ?? false))) {
    frame.at = listAt(at).length;
    return [];
  }
  const next = step.settings.nextStep === undefined ? '' : textOfValue(scope.fill(step.settings.nextStep));
  if (next !== '') return jump(at, record, next);
  frame.at++;
  const following = positionOf(at);
  if (following !== undefined) record.next = following.name;
  return [];
}

/** To a step by its name: in the same list, else in one around it, whose loops are left. Throws when there is none. */
function jump(at: Position, record: StepRecord, name: string): Ended[] {
  const { state } = at;
  for (let depth = state.frames.length - 1; depth >= 0; depth--) {
    const index = listAt(at, depth).findIndex((each) => each.name === name);
    if (index < 0) continue;
    const ended = leaveLoops(at, depth);
    const frame = state.frames[depth];
    if (frame !== undefined) frame.at = index;
    record.next = name;
    return ended;
  }
  throw badInput(`"${name}" names no step that can follow here`);
}

/** Leaves the loops inside a frame. */
function leaveLoops(at: Position, depth: number, status?: Status): Ended[] {
  const { state } = at;
  const ended: Ended[] = [];
  while (state.frames.length > depth + 1) {
    const step = loopAt(at);
    const loop = state.frames.pop()?.loop;
    const record = loop === undefined ? undefined : state.records[loop.record];
    if (record === undefined || step === undefined) continue;
    close(at, record, loop?.failed ?? status ?? 'Success');
    ended.push({ step, record });
  }
  return ended;
}

/** At the end of a list: the next pass of its loop, the step behind it, or the end of the run. */
export function endOfList(at: Position): Ended[] {
  const { state } = at;
  const step = loopAt(at);
  const loop = state.frames.at(-1)?.loop;
  const record = loop === undefined ? undefined : state.records[loop.record];
  if (step === undefined || loop === undefined || record === undefined) return finish(at, state.critical ?? 'Success');
  try {
    if (nextPass(at)) return [];
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    state.frames.pop();
    record.failure = error.failure;
    return fail(at, step, record, error);
  }
  state.frames.pop();
  record.outputs = state.outputs[step.name] ?? {};
  // The steps inside have said what a failure means; the loop only shows it.
  close(at, record, loop.failed ?? 'Success');
  try {
    return [{ step, record }, ...goOn(at, step, record)];
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    record.failure = error.failure;
    return fail(at, step, record, error);
  }
}

/** Ends the run. */
export function finish(at: Position, status: Status, failure?: string): Ended[] {
  const { state, program } = at;
  const ended = leaveLoops(at, 0, status);
  state.status = state.cancelled === undefined ? status : 'Cancelled';
  state.ended = state.now;
  if (failure !== undefined && state.status !== 'Success') state.failure = failure;
  else if (state.status === 'Success') delete state.failure;
  delete state.current;
  delete state.waiting;
  state.result = Object.fromEntries(program.outputs.map((output) => [output, resultOf(output, state)]));
  return ended;
}

function resultOf(output: string, state: Position['state']): string[] {
  const [step = '', ...rest] = output.replace(/^\{\{\s*|\s*\}\}$/g, '').split('.');
  const variable = /^variable:(.+)$/.exec(step)?.[1];
  const owner: JsonMap | undefined = Object.hasOwn(state.outputs, step) ? state.outputs[step] : undefined;
  const value: Json | undefined =
    variable === undefined ? member(owner, rest.join('.')) : member(state.variables, variable);
  return value === undefined ? [] : onTheWire(value);
}
