/**
 * A maintenance window at work: its tasks by their priority, each of the same priority at the same time, up to the end of the
 * window. Commands and automations are real ones of the account; it looks from time to time what has become of them.
 */

import type { Target } from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import type { Machine } from '../../fleet.ts';
import { startAutomationExecution } from '../automations.ts';
import { getAutomationExecution } from '../automationViews.ts';
import { resultOf, send } from '../commandDriver.ts';
import { cancelCommand } from '../commands.ts';
import { targetedNodes } from '../nodes.ts';
import {
  planStart,
  type RunStatus,
  type StoredWindow,
  startJob,
  type TaskInvocation,
  type TaskRun,
  type WindowRun,
  type WindowTask,
  windowsOf,
} from './store.ts';

const hour = 3_600_000;
const lookEvery = 5000;
const lookJob = 'ssm.window.look';
const mostRuns = 30;

export const open: ReadonlySet<RunStatus> = new Set(['PENDING', 'IN_PROGRESS', 'CANCELLING']);

export const windowJobs = { [startJob]: startDue, [lookJob]: look };

function startDue(account: Account, about: string): void {
  const [id = '', revision] = about.split(' ');
  const window = windowsOf(account)[id];
  if (window === undefined || String(window.revision) !== revision) return;
  startRun(account, window);
  planStart(account, window);
}

function startRun(account: Account, window: StoredWindow): void {
  const now = account.now();
  const overlaps = window.runs.some(({ status }) => open.has(status));
  const tasks = Object.values(window.tasks).sort((a, b) => a.priority - b.priority);
  const run: WindowRun = {
    id: account.uuid(),
    status: overlaps ? 'SKIPPED_OVERLAPPING' : 'IN_PROGRESS',
    started: now,
    tasks: overlaps ? [] : tasks.map((task) => ({ id: account.uuid(), task, status: 'PENDING', invocations: [] })),
    ...(overlaps && { ended: now, details: 'The run before has not ended yet.' }),
  };
  window.runs.push(run);
  if (window.runs.length > mostRuns) window.runs.shift();
  if (!overlaps) look(account, `${window.id} ${run.id}`);
}

/** Brings a run up to date, and goes on with it. */
function look(account: Account, about: string): void {
  const [id = '', runId] = about.split(' ');
  const window = windowsOf(account)[id];
  const run = window?.runs.find((each) => each.id === runId);
  if (window === undefined || run === undefined || !open.has(run.status)) return;
  for (const task of run.tasks) update(account, task);
  const end = run.started + window.hours * hour;
  if (account.now() >= end) {
    stop(account, run, 'TIMED_OUT', 'The window has ended.');
    return;
  }
  // Nothing begins so shortly before the end.
  if (account.now() >= end - window.cutoff * hour)
    for (const task of run.tasks)
      if (task.status === 'PENDING') close(account, task, 'TIMED_OUT', 'The window was about to end.');
  beginNext(account, window, run);
  if (run.tasks.some(({ status }) => open.has(status))) {
    account.at(account.now() + lookEvery, lookJob, about);
    return;
  }
  const bad = run.tasks.filter(({ status }) => status !== 'SUCCESS').length;
  run.status = bad === 0 ? 'SUCCESS' : 'FAILED';
  run.ended = account.now();
  if (bad > 0) run.details = `${bad} of ${run.tasks.length} tasks did not succeed.`;
  else if (run.tasks.length === 0) run.details = 'No tasks to execute.';
}

/** Begins the tasks of the lowest priority that is left, once all before them have ended. */
function beginNext(account: Account, window: StoredWindow, run: WindowRun): void {
  while (!run.tasks.some(({ status }) => status === 'IN_PROGRESS')) {
    const waiting = run.tasks.filter(({ status }) => status === 'PENDING');
    const [first] = waiting;
    if (first === undefined) return;
    for (const task of waiting.filter((each) => each.task.priority === first.task.priority))
      begin(account, window, task);
  }
}

function begin(account: Account, window: StoredWindow, run: TaskRun): void {
  run.status = 'IN_PROGRESS';
  run.started = account.now();
  try {
    run.invocations = invoke(account, window, run.task);
    if (run.invocations.length === 0) close(account, run, 'SUCCESS', 'The targets name no node.');
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    close(account, run, 'FAILED', error.message);
  }
}

function close(account: Account, run: TaskRun, status: RunStatus, details?: string): void {
  run.status = status;
  run.ended = account.now();
  if (details !== undefined) run.details = details;
}

/** The targets of a task, with those that are registered with the window in place of their ids. */
function resolved(window: StoredWindow, { targets }: WindowTask): { id: string | undefined; targets: Target[] }[] {
  const ids = targets.flatMap(({ Key, Values = [] }) => (Key === 'WindowTargetIds' ? Values : []));
  const direct = targets.filter(({ Key }) => Key !== 'WindowTargetIds');
  return [
    ...ids.map((id) => ({ id, targets: window.targets[id]?.targets ?? [] })),
    ...(direct.length === 0 ? [] : [{ id: undefined, targets: direct }]),
  ];
}

function invoke(account: Account, window: StoredWindow, task: WindowTask): TaskInvocation[] {
  const groups = resolved(window, task).map(({ id, targets }) => ({ id, nodes: targetedNodes(account, targets) }));
  const made = (execution: string, parameters: unknown, target: string | undefined): TaskInvocation => ({
    id: account.uuid(),
    execution,
    status: 'IN_PROGRESS',
    started: account.now(),
    parameters: JSON.stringify(parameters ?? {}),
    ...(target !== undefined && { windowTarget: target }),
  });
  if (task.type === 'RUN_COMMAND')
    return groups
      .filter(({ nodes }) => nodes.length > 0)
      .map(({ id, nodes }) => made(sendTo(account, task, nodes), task.invocation.RunCommand?.Parameters, id));
  if (task.type === 'AUTOMATION') {
    const all =
      groups.length === 0
        ? [{ id: undefined, node: undefined }]
        : groups.flatMap(({ id, nodes }) => nodes.map((node) => ({ id, node })));
    return all.map(({ id, node }) => {
      const parameters = filled(task.invocation.Automation?.Parameters ?? {}, node);
      return made(automate(account, task, parameters), parameters, id);
    });
  }
  // A function or a state machine is nothing that the account has: it is said to have been called.
  const { Lambda, StepFunctions } = task.invocation;
  const called = made(account.uuid(), Lambda ?? StepFunctions, undefined);
  return [{ ...called, status: 'SUCCESS', ended: account.now(), details: 'The sandbox has only noted the call.' }];
}

function sendTo(
  account: Account,
  { arn, invocation, maxConcurrency, maxErrors }: WindowTask,
  nodes: Machine[],
): string {
  const { Parameters, Comment, TimeoutSeconds, DocumentVersion } = invocation.RunCommand ?? {};
  return send(account, {
    DocumentName: arn,
    Targets: [{ Key: 'InstanceIds', Values: nodes.map(({ id }) => id) }],
    MaxConcurrency: maxConcurrency,
    MaxErrors: maxErrors,
    ...(Parameters !== undefined && { Parameters }),
    ...(Comment !== undefined && { Comment }),
    ...(TimeoutSeconds !== undefined && { TimeoutSeconds }),
    ...(DocumentVersion !== undefined && { DocumentVersion }),
  }).id;
}

function automate(
  account: Account,
  { arn, role, invocation }: WindowTask,
  Parameters: Record<string, string[]>,
): string {
  const DocumentVersion = invocation.Automation?.DocumentVersion;
  const input = { DocumentName: arn, Parameters, ...(DocumentVersion !== undefined && { DocumentVersion }) };
  const by = role ?? `arn:aws:sts::${account.settings.accountId}:assumed-role/AWSServiceRoleForAmazonSSM/Windows`;
  return startAutomationExecution(account, input, { arn: by }).AutomationExecutionId;
}

/** Parameters with the node that a task runs for put in. */
function filled(parameters: Record<string, string[]>, node: Machine | undefined): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [
      name,
      values.map((value) => value.replace(/\{\{\s*(?:RESOURCE_ID|TARGET_ID)\s*\}\}/g, node?.id ?? '')),
    ]),
  );
}

function update(account: Account, run: TaskRun): void {
  if (run.status !== 'IN_PROGRESS') return;
  for (const invocation of run.invocations.filter(({ status }) => open.has(status))) {
    const status = statusOf(account, run.task, invocation.execution);
    if (open.has(status)) continue;
    invocation.status = status;
    invocation.ended = account.now();
  }
  if (run.invocations.some(({ status }) => open.has(status))) return;
  close(account, run, run.invocations.every(({ status }) => status === 'SUCCESS') ? 'SUCCESS' : 'FAILED');
}

const words: Readonly<Record<string, RunStatus>> = {
  Success: 'SUCCESS',
  Cancelled: 'CANCELLED',
  TimedOut: 'TIMED_OUT',
  Failed: 'FAILED',
};

function statusOf(account: Account, { type }: WindowTask, execution: string): RunStatus {
  const status =
    type === 'RUN_COMMAND'
      ? resultOf(account, execution)?.Status
      : getAutomationExecution(account, { AutomationExecutionId: execution }).AutomationExecution
          .AutomationExecutionStatus;
  return words[status ?? ''] ?? 'IN_PROGRESS';
}

/** Ends a run: what has not begun never does, and commands are called off. */
export function stop(account: Account, run: WindowRun, status: 'TIMED_OUT' | 'CANCELLED', details: string): void {
  for (const task of run.tasks) {
    if (!open.has(task.status)) continue;
    for (const invocation of task.invocations) {
      if (!open.has(invocation.status)) continue;
      invocation.status = status;
      invocation.ended = account.now();
      if (task.task.type === 'RUN_COMMAND' && (status === 'CANCELLED' || task.task.cutoffBehavior === 'CANCEL_TASK'))
        cancelCommand(account, { CommandId: invocation.execution });
    }
    close(account, task, status, details);
  }
  run.status = status;
  run.details = details;
  run.ended = account.now();
}
