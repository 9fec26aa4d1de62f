/** Maintenance windows as the account keeps them: with their targets, their tasks and their latest runs. */

import type {
  LoggingInfo,
  MaintenanceWindowExecutionStatus,
  MaintenanceWindowResourceType,
  MaintenanceWindowTaskCutoffBehavior,
  MaintenanceWindowTaskInvocationParameters,
  MaintenanceWindowTaskType,
  Target,
} from '@aws-sdk/client-ssm';
import { nextTime } from '../../../language/scheduleTimes.ts';
import { type Account, slice } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { firstWindows } from '../demo/windows.ts';

export interface WindowTarget {
  id: string;
  type: MaintenanceWindowResourceType;
  targets: Target[];
  name?: string;
  description?: string;
  owner?: string;
}

export interface WindowTask {
  id: string;
  type: MaintenanceWindowTaskType;
  /** The document, function or state machine. */
  arn: string;
  targets: Target[];
  priority: number;
  maxConcurrency: string;
  maxErrors: string;
  name?: string;
  description?: string;
  role?: string;
  invocation: MaintenanceWindowTaskInvocationParameters;
  cutoffBehavior?: MaintenanceWindowTaskCutoffBehavior;
  logging?: LoggingInfo;
}

export type RunStatus = MaintenanceWindowExecutionStatus;

export interface TaskInvocation {
  id: string;
  /** The command or automation. */
  execution: string;
  status: RunStatus;
  details?: string;
  started: number;
  ended?: number;
  parameters: string;
  windowTarget?: string;
}

export interface TaskRun {
  id: string;
  task: WindowTask;
  status: RunStatus;
  details?: string;
  started?: number;
  ended?: number;
  invocations: TaskInvocation[];
}

export interface WindowRun {
  id: string;
  status: RunStatus;
  details?: string;
  started: number;
  ended?: number;
  tasks: TaskRun[];
}

export interface StoredWindow {
  id: string;
  /** Raised by each change, so that a planned start of before is of no use. */
  revision: number;
  name: string;
  description?: string;
  schedule: string;
  zone?: string;
  offsetDays?: number;
  starts?: number;
  ends?: number;
  hours: number;
  cutoff: number;
  unassociated: boolean;
  enabled: boolean;
  created: number;
  modified: number;
  targets: Record<string, WindowTarget>;
  tasks: Record<string, WindowTask>;
  /** Oldest first; the latest thirty. */
  runs: WindowRun[];
}

const stored = slice<Record<string, StoredWindow>>('ssm.windows', firstWindows);

export function windowsOf(account: Account): Record<string, StoredWindow> {
  return stored(account);
}

function missing(what: string, id: string): ServiceError {
  return new ServiceError('DoesNotExistException', `${what} ${id} does not exist.`);
}

export function windowNamed(account: Account, id = ''): StoredWindow {
  const found = Object.hasOwn(stored(account), id) ? stored(account)[id] : undefined;
  if (found === undefined) throw missing('Maintenance window', id);
  return found;
}

export function targetNamed({ targets }: StoredWindow, id = ''): WindowTarget {
  const found = Object.hasOwn(targets, id) ? targets[id] : undefined;
  if (found === undefined) throw missing('Maintenance window target', id);
  return found;
}

export function taskNamed({ tasks }: StoredWindow, id = ''): WindowTask {
  const found = Object.hasOwn(tasks, id) ? tasks[id] : undefined;
  if (found === undefined) throw missing('Maintenance window task', id);
  return found;
}

/** A run by its id, with the window it belongs to. */
export function runNamed(account: Account, id = ''): { window: StoredWindow; run: WindowRun } {
  for (const window of Object.values(stored(account))) {
    const run = window.runs.find((each) => each.id === id);
    if (run !== undefined) return { window, run };
  }
  throw missing('Maintenance window execution', id);
}

export function taskRunNamed({ tasks }: WindowRun, id = ''): TaskRun {
  const found = tasks.find((each) => each.id === id);
  if (found === undefined) throw missing('Maintenance window execution task', id);
  return found;
}

export const startJob = 'ssm.window.start';

/** When a window starts next; undefined for one that is switched off or over. */
export function nextStart(window: StoredWindow, after: number): number | undefined {
  const { schedule, zone, offsetDays, starts, ends, enabled, created } = window;
  if (!enabled) return undefined;
  // A window may start at the very moment from which on it counts.
  const from = Math.max(after, starts === undefined ? after : starts - 1);
  const at = nextTime(schedule, from, { zone, offsetDays, base: starts ?? created });
  return at === undefined || (ends !== undefined && at > ends) ? undefined : at;
}

export function planStart(account: Account, window: StoredWindow): void {
  const at = nextStart(window, account.now());
  if (at !== undefined) account.at(at, startJob, `${window.id} ${window.revision}`);
}
