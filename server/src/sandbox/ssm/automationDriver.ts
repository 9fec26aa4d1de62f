/**
 * Drives runs of runbooks: goes on with each when what it waits for is there, which is a job, a signal, or the end of a
 * command or of another run.
 */

import {
  type Answer,
  defaultOptions,
  type Effect,
  finalStatuses,
  type Json,
  type JsonMap,
  onTheWire,
  run,
} from '../../simulator/index.ts';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { announceRun, announceSteps } from './announce.ts';
import { answerOf } from './automationEffects.ts';
import { dueAt, placeOf, programOfRun, runsOf, type StoredRun } from './automationRuns.ts';
import { begin } from './automationStart.ts';
import { resultOf, send } from './commandDriver.ts';

export const automationJobs = {
  'ssm.automation': (account: Account, id: string) => goOn(account, id, undefined),
  /** The answer to the effect that the run stands at is due. */
  'ssm.automation.answer': answerDue,
  'ssm.automation.fan': (account: Account, id: string) => fanOut(account, id),
};

async function answerDue(account: Account, about: string): Promise<void> {
  const [id = '', place] = about.split(' ');
  const it = runsOf(account)[id];
  const effect = it?.state.waiting;
  if (it === undefined || effect === undefined || finalStatuses.has(it.state.status) || place !== placeOf(it)) return;
  const deadline = it.state.current?.deadline;
  if (deadline !== undefined && account.now() >= deadline) {
    goOn(account, id, { type: 'timeout', at: account.now() });
    return;
  }
  const answer = await answerOf(account, it, effect);
  if (answer !== undefined) goOn(account, id, { ...answer, at: account.now() });
}

/** Goes on with a run, with the answer to what it stands at, up to the next effect that takes time. */
export function goOn(account: Account, id: string, answer: Answer | undefined): void {
  const it = runsOf(account)[id];
  if (it === undefined || finalStatuses.has(it.state.status)) return;
  const isNew = it.state.status === 'Pending';
  const before = it.state.records.map(({ status }) => status);
  proceed(account, it, answer);
  if (isNew && !finalStatuses.has(it.state.status)) announceRun(account, it);
  announceSteps(account, it, before);
}

function proceed(account: Account, it: StoredRun, answer: Answer | undefined): void {
  it.state.now = Math.max(it.state.now, account.now());
  const program = programOfRun(account, it);
  let given = answer;
  const going = run(program, it.state, defaultOptions);
  let next = going.next();
  while (!next.done) {
    const event = next.value;
    if (event.type === 'step' && event.attempt === 1 && it.mode === 'Interactive') return;
    if (event.type !== 'effect') next = going.next();
    else if (given !== undefined) {
      const used = given;
      given = undefined;
      delete it.command;
      delete it.child;
      next = going.next(used);
    } else {
      wait(account, it, event.effect);
      return;
    }
  }
  ended(account, it);
}

/** Arranges for the effect to be answered. */
function wait(account: Account, it: StoredRun, effect: Effect): void {
  const due = (at: number): void => dueAt(account, it, at);
  const deadline = it.state.current?.deadline;
  if (deadline !== undefined) due(deadline);
  switch (effect.kind) {
    case 'sleep':
      due(account.now() + (effect.until - account.now()) * Math.min(1, account.settings.pace));
      return;
    case 'pause':
    case 'approval':
      return;
    case 'command':
      startCommand(account, it, effect.request);
      return;
    case 'automation':
      startChild(account, it, effect.request);
      return;
    default:
      due(account.now() + (100 + account.random() * 500) * account.settings.pace);
  }
}

function startCommand(account: Account, it: StoredRun, request: JsonMap): void {
  try {
    it.command = send(account, toInput(request), { sender: it.id }).id;
  } catch (error) {
    refuse(account, it, error);
  }
}

function startChild(account: Account, it: StoredRun, { RuntimeParameters, ...request }: JsonMap): void {
  try {
    const input = toInput({ ...request, ...(RuntimeParameters !== undefined && { Parameters: RuntimeParameters }) });
    it.child = begin(account, input, it.by, { parent: it.id }).id;
  } catch (error) {
    refuse(account, it, error);
  }
}

/** A request as the API takes it: each parameter a list of texts. */
function toInput(request: JsonMap): JsonMap & { DocumentName: string } {
  const { Parameters: parameters, DocumentName } = request;
  const named = { ...request, DocumentName: String(DocumentName) };
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) return named;
  return {
    ...named,
    Parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, onTheWire(value)])),
  };
}

const refusals = new WeakMap<StoredRun, Answer>();

function refuse(account: Account, it: StoredRun, error: unknown): void {
  if (!(error instanceof ServiceError)) throw error;
  refusals.set(it, { type: 'error', code: error.code, message: error.message });
  account.later(0, 'ssm.automation.wake', it.id);
}

/** Tells that a run has come to its end, and goes on with the one that started it. */
export function ended(account: Account, it: StoredRun): void {
  announceRun(account, it);
  if (it.parent !== undefined) wakeAutomations(account, it.parent);
}

/** Something that an automation waits for has ended: a command, or a run that it started. */
export function wakeAutomations(account: Account, id: string): void {
  account.later(0, 'ssm.automation.wake', id);
}

export const wakeJobs = {
  'ssm.automation.wake': (account: Account, id: string): void => {
    const it = runsOf(account)[id];
    if (it === undefined) return;
    if (it.fan !== undefined) {
      fanOut(account, id);
      return;
    }
    const refusal = refusals.get(it);
    refusals.delete(it);
    const answer = refusal ?? commandAnswer(account, it) ?? childAnswer(account, it);
    if (answer !== undefined) goOn(account, id, { ...answer, at: account.now() });
  },
};

function commandAnswer(account: Account, { command }: StoredRun): Answer | undefined {
  const result = command === undefined ? undefined : resultOf(account, command);
  return result === undefined ? undefined : { type: 'value', value: { CommandId: command ?? '', ...result } };
}

function childAnswer(account: Account, { child }: StoredRun): Answer | undefined {
  const run = child === undefined ? undefined : runsOf(account)[child];
  if (run === undefined || !finalStatuses.has(run.state.status)) return undefined;
  const Output: Json = Object.values(run.state.result ?? {}).flat();
  return { type: 'value', value: { ExecutionId: run.id, Status: run.state.status, Output } };
}

/** Starts runs for targets, as many as may run at once, and ends when they have. */
function fanOut(account: Account, id: string): void {
  const it = runsOf(account)[id];
  const fan = it?.fan;
  if (it === undefined || fan === undefined || finalStatuses.has(it.state.status)) return;
  it.state.status = 'InProgress';
  const over = fan.running.filter((child) => finalStatuses.has(runsOf(account)[child]?.state.status ?? 'Failed'));
  fan.failed += over.filter((child) => runsOf(account)[child]?.state.status !== 'Success').length;
  fan.running = fan.running.filter((child) => !over.includes(child));
  while (fan.waiting.length > 0 && fan.running.length < fan.most && fan.failed <= fan.errors) {
    const target = fan.waiting.shift() ?? '';
    const Parameters = { ...it.parameters, [fan.parameter]: [target] };
    const input = { DocumentName: it.document, DocumentVersion: it.version, Parameters };
    try {
      fan.running.push(begin(account, input, it.by, { parent: id, target }).id);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      fan.failed++;
    }
  }
  if (fan.running.length > 0) return;
  it.state.status = it.state.cancelled !== undefined ? 'Cancelled' : fan.failed > 0 ? 'Failed' : 'Success';
  it.state.ended = account.now();
  if (fan.failed > 0) it.state.failure = `${fan.failed} of the runs did not succeed.`;
  ended(account, it);
}
