/**
 * Automation: runs of runbooks through the simulator. Calls of APIs are made in this account where it offers them, and
 * answered from the shape of the model, said so in the step, where it does not.
 *
 * A run is plain data. What it waits for is a job, a signal, or the end of a command or another run; then it is gone on with
 * from its state.
 */

import type {
  AutomationExecutionMetadata,
  DescribeAutomationExecutionsRequest,
  DescribeAutomationStepExecutionsRequest,
  GetAutomationExecutionRequest,
  SendAutomationSignalRequest,
  StartAutomationExecutionRequest,
  StepExecution,
  StopAutomationExecutionRequest,
} from '@aws-sdk/client-ssm';
import {
  type Answer,
  compile,
  defaultOptions,
  type Effect,
  finalStatuses,
  type Json,
  type JsonMap,
  onTheWire,
  type Program,
  parameterFault,
  type RunState,
  run,
  type StepRecord,
  start,
} from '../../simulator/index.ts';
import { type Account, slice } from '../account.ts';
import { callEffect } from '../apiEffect.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { scriptAnswer } from '../scriptEffect.ts';
import { announceRun, announceSteps } from './announce.ts';
import { resultOf, send } from './commands.ts';
import { documentNamed, parsed, type StoredDocument, versionOf } from './documents.ts';
import { targetedNodes } from './nodes.ts';
import { parameterValue } from './parameters.ts';

interface StoredRun {
  id: string;
  document: string;
  version: string;
  parameters: Record<string, string[]>;
  mode: 'Auto' | 'Interactive';
  by: string;
  state: RunState;
  /** Steps whose answers were made up, by the id of the step. */
  madeUp: string[];
  /** What it waits for beside jobs and signals. */
  command?: string;
  child?: string;
  parent?: string;
  /** The resource it was started for, by a rate-controlled run. */
  target?: string;
  /** Set on a run that only starts others, one for each target. */
  fan?: { parameter: string; waiting: string[]; running: string[]; failed: number; most: number; errors: number };
  /** Signals that came before they were waited for. */
  signals: Answer[];
}

const stored = slice<Record<string, StoredRun>>('ssm.automations', () => ({}));

const mostNested = 5;

export function startAutomationExecution(
  account: Account,
  input: StartAutomationExecutionRequest,
  { arn }: { arn: string },
) {
  return { AutomationExecutionId: begin(account, input, arn).id };
}

interface Origin {
  parent?: string;
  target?: string;
}

function begin(account: Account, input: StartAutomationExecutionRequest, by: string, origin: Origin = {}): StoredRun {
  let document: StoredDocument;
  try {
    document = documentNamed(account, input.DocumentName ?? '');
  } catch {
    throw new ServiceError(
      'AutomationDefinitionNotFoundException',
      `Automation definition ${input.DocumentName} is not found.`,
    );
  }
  if (!document.type.startsWith('Automation'))
    throw new ServiceError('AutomationDefinitionNotFoundException', `${document.name} is no Automation runbook.`);
  const version = versionOf(document, input.DocumentVersion);
  checkLocations(account, input.TargetLocations);
  const program = programOf(document, version.version);
  const id = account.uuid();
  const parameters = input.Parameters ?? {};
  const fan = fanOf(account, input);
  const { accountId, region } = account.settings;
  const begun = start(fan === undefined ? program : withoutTarget(program, fan.parameter), {
    parameters,
    now: account.now(),
    system: { executionId: id, account: accountId, region, partition: 'aws' },
  });
  if ('faults' in begun) throw new ServiceError(parameterFault, begun.faults.join('; '));
  const made: StoredRun = {
    id,
    document: document.name,
    version: version.version,
    parameters,
    mode: input.Mode ?? 'Auto',
    by,
    state: begun,
    madeUp: [],
    signals: [],
    ...(origin.parent !== undefined && { parent: origin.parent }),
    ...(origin.target !== undefined && { target: origin.target }),
    ...(fan !== undefined && { fan }),
  };
  stored(account)[id] = made;
  if (depthOf(account, made) > mostNested)
    throw new ServiceError(
      'AutomationExecutionLimitExceededException',
      `Automations are nested at most ${mostNested} deep.`,
    );
  account.later(50, fan === undefined ? 'ssm.automation' : 'ssm.automation.fan', id);
  return made;
}

/** The account has no others beside it: locations may name it and its Region alone. */
function checkLocations(account: Account, locations: StartAutomationExecutionRequest['TargetLocations'] = []): void {
  const { accountId, region } = account.settings;
  for (const { Accounts = [], Regions = [] } of locations) {
    const other = Accounts.find((each) => each !== accountId) ?? Regions.find((each) => each !== region);
    if (other !== undefined)
      throw new ServiceError(
        'InvalidAutomationExecutionParametersException',
        `TargetLocations names ${other}; the sandbox has the account ${accountId} and the Region ${region} alone.`,
      );
  }
}

function depthOf(account: Account, { parent }: StoredRun): number {
  const outer = parent === undefined ? undefined : stored(account)[parent];
  return outer === undefined ? 1 : 1 + depthOf(account, outer);
}

/** A run for each target: `Targets` with `TargetParameterName`. */
function fanOf(account: Account, input: StartAutomationExecutionRequest): StoredRun['fan'] | undefined {
  const { Targets = [], TargetParameterName, MaxConcurrency = '10', MaxErrors = '10' } = input;
  if (TargetParameterName === undefined || Targets.length === 0) return undefined;
  const listed = Targets.flatMap(({ Key, Values = [] }) => (Key === 'ParameterValues' ? Values : []));
  const waiting = listed.length > 0 ? listed : targetedNodes(account, Targets).map(({ id }) => id);
  if (waiting.length === 0) throw new ServiceError('InvalidTarget', 'The targets name no resource.');
  const share = (text: string): number =>
    text.endsWith('%') ? Math.max(1, Math.floor((waiting.length * Number.parseInt(text, 10)) / 100)) : Number(text);
  return {
    parameter: TargetParameterName,
    waiting,
    running: [],
    failed: 0,
    most: Math.max(1, share(MaxConcurrency)),
    errors: share(MaxErrors),
  };
}

/** The program with the parameter of the targets left to the runs of each target. */
function withoutTarget(program: Program, name: string): Program {
  const declared = program.parameters.get(name);
  if (declared === undefined) throw new ServiceError('InvalidTarget', `The document has no parameter ${name}.`);
  return {
    ...program,
    parameters: new Map([...program.parameters, [name, { ...declared, default: declared.default ?? '' }]]),
  };
}

const programs = new WeakMap<StoredDocument['versions'][number], Program>();

/** A version of a document as it runs; a version never changes. */
function programOf(document: StoredDocument, number: string): Program {
  const version = versionOf(document, number);
  let program = programs.get(version);
  if (program === undefined) {
    const part = parsed(version, document.type).parts.find(({ kind }) => kind !== undefined);
    if (part === undefined)
      throw new ServiceError('InvalidDocumentContent', `Document ${document.name} cannot be read.`);
    program = compile(part);
    programs.set(version, program);
  }
  return program;
}

export const automationJobs = {
  'ssm.automation': (account: Account, id: string) => goOn(account, id, undefined),
  /** The answer to the effect that the run stands at is due. */
  'ssm.automation.answer': (account: Account, id: string) => answerDue(account, id),
  'ssm.automation.fan': (account: Account, id: string) => fanOut(account, id),
};

async function answerDue(account: Account, id: string): Promise<void> {
  const it = stored(account)[id];
  const effect = it?.state.waiting;
  if (it === undefined || effect === undefined || finalStatuses.has(it.state.status)) return;
  const deadline = it.state.current?.deadline;
  if (deadline !== undefined && account.now() >= deadline)
    return goOn(account, id, { type: 'timeout', at: account.now() });
  const answer = await answerOf(account, it, effect);
  if (answer !== undefined) await goOn(account, id, { ...answer, at: account.now() });
}

/** What an effect is answered with at its time; undefined for one that something else will answer. */
async function answerOf(account: Account, it: StoredRun, effect: Effect): Promise<Answer | undefined> {
  switch (effect.kind) {
    case 'api': {
      const { answer, madeUp } = await callEffect(account, effect, { arn: it.by, userAgent: 'ssm.amazonaws.com' });
      if (madeUp) note(it);
      return answer;
    }
    case 'script': {
      const step = currentStep(it);
      note(it);
      return scriptAnswer(step === undefined ? [] : declaredOutputs(account, it, step.name));
    }
    case 'parameter': {
      const value = parameterValue(account, effect.name, false);
      return value === undefined
        ? { type: 'error', code: 'ParameterNotFound', message: `Parameter ${effect.name} is not there.` }
        : { type: 'value', value };
    }
    case 'sleep':
      return { type: 'value', value: {} };
    case 'webhook':
      note(it);
      return { type: 'value', value: { Response: 'ok', ResponseCode: 200 } };
    case 'action':
      note(it);
      return { type: 'value', value: {} };
    default:
      return undefined;
  }
}

function currentStep({ state }: StoredRun): StepRecord | undefined {
  return state.current === undefined ? undefined : state.records[state.current.record];
}

function note(it: StoredRun): void {
  const step = currentStep(it);
  if (step !== undefined && !it.madeUp.includes(step.id)) it.madeUp.push(step.id);
}

function declaredOutputs(account: Account, it: StoredRun, name: string) {
  const program = programOf(documentNamed(account, it.document), it.version);
  const find = (steps: Program['steps']): Program['steps'][number] | undefined => {
    for (const step of steps) {
      const inner = step.name === name ? step : find(step.body);
      if (inner !== undefined) return inner;
    }
    return undefined;
  };
  return find(program.steps)?.outputs ?? [];
}

/** Goes on with a run, with the answer to what it stands at, up to the next effect that takes time. */
async function goOn(account: Account, id: string, answer: Answer | undefined): Promise<void> {
  const it = stored(account)[id];
  if (it === undefined || finalStatuses.has(it.state.status)) return;
  const isNew = it.state.status === 'Pending';
  const before = it.state.records.map(({ status }) => status);
  proceed(account, it, answer);
  if (isNew && !finalStatuses.has(it.state.status)) announceRun(account, it);
  announceSteps(account, it, before);
}

function proceed(account: Account, it: StoredRun, answer: Answer | undefined): void {
  it.state.now = Math.max(it.state.now, account.now());
  const program = programOf(documentNamed(account, it.document), it.version);
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
  const deadline = it.state.current?.deadline;
  if (deadline !== undefined) account.at(deadline, 'ssm.automation.answer', it.id);
  switch (effect.kind) {
    case 'sleep':
      account.at(
        account.now() + (effect.until - account.now()) * Math.min(1, account.settings.pace),
        'ssm.automation.answer',
        it.id,
      );
      return;
    case 'pause':
    case 'approval': {
      const early = it.signals.shift();
      if (early !== undefined) account.later(0, 'ssm.automation.answer', it.id);
      return;
    }
    case 'command':
      startCommand(account, it, effect.request);
      return;
    case 'automation':
      startChild(account, it, effect.request);
      return;
    default:
      account.later(100 + account.random() * 500, 'ssm.automation.answer', it.id);
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

function ended(account: Account, it: StoredRun): void {
  announceRun(account, it);
  if (it.parent !== undefined) wakeAutomations(account, it.parent);
}

/** Something that an automation waits for has ended: a command, or a run that it started. */
export function wakeAutomations(account: Account, id: string): void {
  account.later(0, 'ssm.automation.wake', id);
}

export const wakeJobs = {
  'ssm.automation.wake': async (account: Account, id: string): Promise<void> => {
    const it = stored(account)[id];
    if (it === undefined) return;
    if (it.fan !== undefined) return fanOut(account, id);
    const refusal = refusals.get(it);
    refusals.delete(it);
    const answer = refusal ?? commandAnswer(account, it) ?? childAnswer(account, it);
    if (answer !== undefined) await goOn(account, id, { ...answer, at: account.now() });
  },
};

function commandAnswer(account: Account, { command }: StoredRun): Answer | undefined {
  const result = command === undefined ? undefined : resultOf(account, command);
  return result === undefined ? undefined : { type: 'value', value: { CommandId: command ?? '', ...result } };
}

function childAnswer(account: Account, { child }: StoredRun): Answer | undefined {
  const run = child === undefined ? undefined : stored(account)[child];
  if (run === undefined || !finalStatuses.has(run.state.status)) return undefined;
  const Output: Json = Object.values(run.state.result ?? {}).flat();
  return { type: 'value', value: { ExecutionId: run.id, Status: run.state.status, Output } };
}

/** Starts runs for targets, as many as may run at once, and ends when they have. */
function fanOut(account: Account, id: string): void {
  const it = stored(account)[id];
  const fan = it?.fan;
  if (it === undefined || fan === undefined || finalStatuses.has(it.state.status)) return;
  it.state.status = 'InProgress';
  const over = fan.running.filter((child) => finalStatuses.has(stored(account)[child]?.state.status ?? 'Failed'));
  fan.failed += over.filter((child) => stored(account)[child]?.state.status !== 'Success').length;
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
  it.state.status = fan.failed > 0 ? 'Failed' : 'Success';
  it.state.ended = account.now();
  if (fan.failed > 0) it.state.failure = `${fan.failed} of the runs did not succeed.`;
  ended(account, it);
}

function runNamed(account: Account, id: string): StoredRun {
  const it = Object.hasOwn(stored(account), id) ? stored(account)[id] : undefined;
  if (it === undefined)
    throw new ServiceError('AutomationExecutionNotFoundException', `Automation execution ${id} is not found.`);
  return it;
}

export function getAutomationExecution(
  account: Account,
  { AutomationExecutionId = '' }: GetAutomationExecutionRequest,
) {
  const it = runNamed(account, AutomationExecutionId);
  const { state } = it;
  const steps = state.records.map((record) => stepOf(it, record));
  return {
    AutomationExecution: {
      ...metadataOf(account, it),
      StepExecutions: steps.slice(0, 100),
      StepExecutionsTruncated: steps.length > 100,
      Variables: wire(state.variables),
      Outputs: state.result ?? {},
    },
  };
}

function metadataOf(account: Account, it: StoredRun): AutomationExecutionMetadata {
  const { state } = it;
  const record = currentStep(it);
  const children = it.fan === undefined ? [] : Object.values(stored(account)).filter(({ parent }) => parent === it.id);
  return {
    AutomationExecutionId: it.id,
    DocumentName: it.document,
    DocumentVersion: it.version,
    AutomationExecutionStatus: state.status,
    ExecutionStartTime: new Date(state.started),
    ExecutionEndTime: state.ended === undefined ? undefined : new Date(state.ended),
    ExecutedBy: it.by,
    Outputs: state.result ?? {},
    Mode: it.mode,
    ParentAutomationExecutionId: it.parent,
    CurrentStepName: record?.name,
    CurrentAction: record?.action,
    FailureMessage: state.failure,
    Target: it.target,
    TargetParameterName: it.fan?.parameter,
    AutomationType: 'Local',
    ...{ Parameters: wire(state.parameters) },
    ...(it.fan !== undefined && {
      ResolvedTargets: { ParameterValues: children.flatMap(({ target }) => target ?? []), Truncated: false },
      ProgressCounters: {
        TotalSteps: children.length + it.fan.waiting.length,
        SuccessSteps: children.filter((child) => child.state.status === 'Success').length,
        FailedSteps: it.fan.failed,
        CancelledSteps: children.filter((child) => child.state.status === 'Cancelled').length,
        TimedOutSteps: children.filter((child) => child.state.status === 'TimedOut').length,
      },
    }),
  };
}

function wire(map: JsonMap): Record<string, string[]> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, onTheWire(value)]));
}

function stepOf(it: StoredRun, record: StepRecord): StepExecution {
  const { failure, parent } = record;
  const madeUp = it.madeUp.includes(record.id);
  return {
    StepName: record.name,
    Action: record.action,
    ExecutionStartTime: new Date(record.started),
    ExecutionEndTime: record.ended === undefined ? undefined : new Date(record.ended),
    StepStatus: record.status,
    Inputs: Object.fromEntries(
      Object.entries(record.inputs).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
    Outputs: wire(record.outputs),
    Response: record.response === undefined ? undefined : JSON.stringify(record.response).slice(0, 24_000),
    FailureMessage: failure?.message,
    FailureDetails:
      failure === undefined
        ? undefined
        : {
            FailureStage: failure.stage,
            FailureType: failure.type,
            Details: { VerificationErrorMessage: [failure.message] },
          },
    StepExecutionId: record.id,
    IsCritical: record.critical,
    NextStep: record.next,
    ValidNextSteps: record.next === undefined ? [] : [record.next],
    // What only a sandbox says: this answer came from no account.
    WarningMessage: madeUp ? 'The sandbox made this answer up from the shape that the API gives.' : undefined,
    ParentStepDetails:
      parent === undefined
        ? undefined
        : {
            StepExecutionId: parent.id,
            StepName: parent.name,
            Iteration: parent.iteration,
            IteratorValue: parent.value,
          },
  } as StepExecution;
}

export function describeAutomationExecutions(account: Account, input: DescribeAutomationExecutionsRequest) {
  const all = Object.values(stored(account))
    .filter((it) => (input.Filters ?? []).every(({ Key = '', Values = [] }) => passes(it, Key, Values)))
    .sort((a, b) => b.state.started - a.state.started);
  const page = pageOf('DescribeAutomationExecutions', all, input);
  return {
    AutomationExecutionMetadataList: page.items.map((it) => metadataOf(account, it)),
    NextToken: page.NextToken,
  };
}

function passes(it: StoredRun, key: string, values: readonly string[]): boolean {
  switch (key) {
    case 'DocumentNamePrefix':
      return values.some((value) => it.document.startsWith(value));
    case 'ExecutionStatus':
      return values.includes(it.state.status);
    case 'ExecutionId':
      return values.includes(it.id);
    case 'ParentExecutionId':
      return values.includes(it.parent ?? '');
    case 'CurrentAction':
      return values.includes(currentStep(it)?.action ?? '');
    case 'StartTimeBefore':
      return values.some((value) => it.state.started < Date.parse(value));
    case 'StartTimeAfter':
      return values.some((value) => it.state.started > Date.parse(value));
    case 'AutomationType':
      return values.includes('Local');
    default:
      throw new ServiceError('InvalidFilterKey', `The filter key ${key} is not valid.`);
  }
}

export function describeAutomationStepExecutions(account: Account, input: DescribeAutomationStepExecutionsRequest) {
  const it = runNamed(account, input.AutomationExecutionId ?? '');
  const filters = input.Filters ?? [];
  const steps = it.state.records.filter((record) =>
    filters.every(({ Key = '', Values = [] }) => {
      if (Key === 'StepName') return Values.includes(record.name);
      if (Key === 'Action') return Values.includes(record.action);
      if (Key === 'StepExecutionStatus') return Values.includes(record.status);
      if (Key === 'StepExecutionId') return Values.includes(record.id);
      if (Key === 'ParentStepExecutionId') return Values.includes(record.parent?.id ?? '');
      return true;
    }),
  );
  const page = pageOf(`steps ${it.id}`, input.ReverseOrder ? steps.toReversed() : steps, input);
  return { StepExecutions: page.items.map((record) => stepOf(it, record)), NextToken: page.NextToken };
}

export async function stopAutomationExecution(account: Account, input: StopAutomationExecutionRequest) {
  const it = runNamed(account, input.AutomationExecutionId ?? '');
  if (finalStatuses.has(it.state.status)) return {};
  if (it.fan !== undefined) {
    it.fan.waiting = [];
    for (const child of it.fan.running) await stopAutomationExecution(account, { AutomationExecutionId: child });
  } else if (it.state.current === undefined) {
    it.state.status = 'Cancelled';
    it.state.ended = account.now();
    ended(account, it);
  } else await goOn(account, it.id, { type: 'cancel', at: account.now() });
  return {};
}

export async function sendAutomationSignal(
  account: Account,
  input: SendAutomationSignalRequest,
  { arn }: { arn: string },
) {
  const it = runNamed(account, input.AutomationExecutionId ?? '');
  const { SignalType, Payload = {} } = input;
  const { waiting, status } = it.state;
  if (finalStatuses.has(status))
    throw new ServiceError(
      'InvalidAutomationSignalException',
      'The automation execution has ended and takes no signal.',
    );
  if (SignalType === 'StartStep' || (SignalType === 'Resume' && it.mode === 'Interactive' && waiting === undefined)) {
    await goOn(account, it.id, undefined);
    return {};
  }
  if (SignalType === 'StopStep') return stopAutomationExecution(account, { AutomationExecutionId: it.id });
  const fits =
    (waiting?.kind === 'approval' && (SignalType === 'Approve' || SignalType === 'Reject')) ||
    (waiting?.kind === 'pause' && SignalType === 'Resume');
  if (!fits)
    throw new ServiceError(
      'InvalidAutomationSignalException',
      `The automation execution does not wait for ${SignalType}.`,
    );
  const answer: Answer = {
    type: 'signal',
    signal: SignalType as 'Approve' | 'Reject' | 'Resume',
    by: arn,
    comment: Payload.Comment?.[0] ?? '',
    at: account.now(),
  };
  await goOn(account, it.id, answer);
  return {};
}
