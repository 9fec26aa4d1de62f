/** Creates, changes and deletes maintenance windows. */

import type {
  CreateMaintenanceWindowRequest,
  DeleteMaintenanceWindowRequest,
  UpdateMaintenanceWindowRequest,
} from '@aws-sdk/client-ssm';
import { isSchedule, isTimeZone } from '../../../language/scheduleTimes.ts';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { tagsOf } from '../tags.ts';
import { detailsOf } from './reads.ts';
import { planStart, type StoredWindow, windowNamed, windowsOf } from './store.ts';

export function createMaintenanceWindow(account: Account, input: CreateMaintenanceWindowRequest) {
  const now = account.now();
  const window: StoredWindow = {
    id: `mw-0${account.hex(16)}`,
    revision: 1,
    enabled: true,
    created: now,
    modified: now,
    targets: {},
    tasks: {},
    runs: [],
    name: '',
    schedule: '',
    hours: 1,
    cutoff: 0,
    unassociated: false,
    ...changesOf(input),
  };
  check(window);
  windowsOf(account)[window.id] = window;
  tagsOf(account).set('MaintenanceWindow', window.id, input.Tags ?? []);
  planStart(account, window);
  return { WindowId: window.id };
}

export function updateMaintenanceWindow(account: Account, input: UpdateMaintenanceWindowRequest) {
  const window = windowNamed(account, input.WindowId);
  const { id, revision, created, targets, tasks, runs } = window;
  // `Replace` takes away what may be left out and is.
  const bare = input.Replace
    ? { enabled: true, name: '', schedule: '', hours: 0, cutoff: -1, unassociated: false }
    : window;
  const changed: StoredWindow = {
    ...bare,
    id,
    revision: revision + 1,
    created,
    targets,
    tasks,
    runs,
    modified: account.now(),
    ...changesOf(input),
    ...(input.Enabled !== undefined && { enabled: input.Enabled }),
  };
  check(changed);
  windowsOf(account)[id] = changed;
  planStart(account, changed);
  return detailsOf(changed);
}

function changesOf(input: Partial<CreateMaintenanceWindowRequest>): Partial<StoredWindow> {
  return {
    ...(input.Name !== undefined && { name: input.Name }),
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.Schedule !== undefined && { schedule: input.Schedule }),
    ...(input.ScheduleTimezone !== undefined && { zone: input.ScheduleTimezone }),
    ...(input.ScheduleOffset !== undefined && { offsetDays: input.ScheduleOffset }),
    ...(input.StartDate !== undefined && { starts: timeOf(input.StartDate) }),
    ...(input.EndDate !== undefined && { ends: timeOf(input.EndDate) }),
    ...(input.Duration !== undefined && { hours: input.Duration }),
    ...(input.Cutoff !== undefined && { cutoff: input.Cutoff }),
    ...(input.AllowUnassociatedTargets !== undefined && { unassociated: input.AllowUnassociatedTargets }),
  };
}

function timeOf(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw refusal(`${text} is no time in the form of ISO 8601.`);
  return at;
}

function refusal(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

function check({ name, schedule, zone, offsetDays, starts, ends, hours, cutoff }: StoredWindow): void {
  if (name === '' || schedule === '' || hours < 1 || cutoff < 0)
    throw refusal('A maintenance window needs Name, Schedule, Duration and Cutoff.');
  if (!isSchedule(schedule)) throw refusal(`Invalid schedule expression: ${schedule}.`);
  if (zone !== undefined && !isTimeZone(zone)) throw refusal(`Invalid schedule time zone: ${zone}.`);
  if (cutoff >= hours) throw refusal('Cutoff has to be less than Duration.');
  if (offsetDays !== undefined && !schedule.trim().startsWith('cron'))
    throw refusal('ScheduleOffset needs a cron expression.');
  if (starts !== undefined && ends !== undefined && ends <= starts) throw refusal('EndDate has to be after StartDate.');
}

export function deleteMaintenanceWindow(account: Account, { WindowId = '' }: DeleteMaintenanceWindowRequest) {
  delete windowsOf(account)[WindowId];
  tagsOf(account).remove('MaintenanceWindow', WindowId);
  return { WindowId };
}
