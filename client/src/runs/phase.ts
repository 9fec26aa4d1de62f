/**
 * What the statuses of commands, nodes, plugins, automations and steps come to for a person. The names are those of the API
 * model of Systems Manager; one that is new there counts as running, so that it is looked at again.
 */

export type Phase = 'running' | 'waiting' | 'passed' | 'failed' | 'stopped';

const phases: Readonly<Record<string, Phase>> = {
  Success: 'passed',
  CompletedWithSuccess: 'passed',
  Failed: 'failed',
  TimedOut: 'failed',
  Rejected: 'failed',
  CompletedWithFailure: 'failed',
  ChangeCalendarOverrideRejected: 'failed',
  Cancelled: 'stopped',
  Exited: 'stopped',
  Skipped: 'stopped',
  Waiting: 'waiting',
  PendingApproval: 'waiting',
  PendingChangeCalendarOverride: 'waiting',
  Scheduled: 'waiting',
};

export function phaseOf(status: string | undefined): Phase {
  return phases[status ?? ''] ?? 'running';
}

/** Nothing comes after it. */
export function isFinal(status: string | undefined): boolean {
  const phase = phaseOf(status);
  return phase !== 'running' && phase !== 'waiting';
}

const order: readonly Phase[] = ['failed', 'waiting', 'running', 'stopped', 'passed'];

/** For sorting: failures first, then what still goes on, then success. */
export function rankOf(status: string | undefined): number {
  return order.indexOf(phaseOf(status));
}

/** A codicon with the id of its theme colour. */
export function iconOf(status: string | undefined): { name: string; color: string } {
  if (status === 'Pending' || status === 'Delayed') return { name: 'clock', color: 'testing.iconQueued' };
  switch (phaseOf(status)) {
    case 'passed':
      return { name: 'pass', color: 'testing.iconPassed' };
    case 'failed':
      return { name: 'error', color: 'testing.iconFailed' };
    case 'stopped':
      return { name: 'circle-slash', color: 'testing.iconSkipped' };
    case 'waiting':
      return { name: 'debug-pause', color: 'testing.iconQueued' };
    default:
      return { name: 'sync~spin', color: 'testing.iconQueued' };
  }
}

/** A status in words: `InProgress` is "in progress". */
export function statusWords(status: string | undefined): string {
  return (status ?? 'unknown').replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** A stretch of time, such as `42 s`, `3 min 5 s` or `2 h 10 min`. @param milliseconds - at least 0. */
export function durationWords(milliseconds: number): string {
  if (milliseconds < 950) return `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}
