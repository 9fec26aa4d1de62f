/** Reads maintenance windows, and when they start. */

import type {
  DescribeMaintenanceWindowScheduleRequest,
  DescribeMaintenanceWindowsForTargetRequest,
  DescribeMaintenanceWindowsRequest,
  GetMaintenanceWindowRequest,
  MaintenanceWindowIdentity,
  ScheduledWindowExecution,
} from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { managedNodes } from '../../fleet.ts';
import { pageOf } from '../../pages.ts';
import { isTargeted } from '../targets.ts';
import { nextStart, type StoredWindow, windowNamed, windowsOf } from './store.ts';

export function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.000Z$/, 'Z');
}

/** What an update answers, which is part of what a window is described with. */
export function detailsOf(window: StoredWindow) {
  return {
    WindowId: window.id,
    Name: window.name,
    Schedule: window.schedule,
    Duration: window.hours,
    Cutoff: window.cutoff,
    AllowUnassociatedTargets: window.unassociated,
    Enabled: window.enabled,
    ...(window.description !== undefined && { Description: window.description }),
    ...(window.zone !== undefined && { ScheduleTimezone: window.zone }),
    ...(window.offsetDays !== undefined && { ScheduleOffset: window.offsetDays }),
    ...(window.starts !== undefined && { StartDate: iso(window.starts) }),
    ...(window.ends !== undefined && { EndDate: iso(window.ends) }),
  };
}

function nextText(account: Account, window: StoredWindow): { NextExecutionTime?: string } {
  const at = nextStart(window, account.now());
  return at === undefined ? {} : { NextExecutionTime: iso(at) };
}

export function getMaintenanceWindow(account: Account, { WindowId }: GetMaintenanceWindowRequest) {
  const window = windowNamed(account, WindowId);
  return {
    ...detailsOf(window),
    ...nextText(account, window),
    CreatedDate: new Date(window.created),
    ModifiedDate: new Date(window.modified),
  };
}

export function describeMaintenanceWindows(account: Account, input: DescribeMaintenanceWindowsRequest) {
  const all = Object.values(windowsOf(account)).filter((window) =>
    (input.Filters ?? []).every(({ Key = '', Values = [] }) => {
      if (Key === 'Name') return Values.includes(window.name);
      if (Key === 'Enabled') return Values.some((value) => value.toLowerCase() === String(window.enabled));
      throw new ServiceError('ValidationException', `The filter key ${Key} is not valid.`);
    }),
  );
  const page = pageOf('DescribeMaintenanceWindows', all, input);
  return {
    WindowIdentities: page.items.map((window): MaintenanceWindowIdentity => {
      const { AllowUnassociatedTargets: _, ...identity } = detailsOf(window);
      return { ...identity, ...nextText(account, window) };
    }),
    NextToken: page.NextToken,
  };
}

function named({ targets }: StoredWindow, ids: readonly string[], account: Account): boolean {
  const lists = Object.values(targets).map((target) => target.targets);
  return managedNodes(account).some(
    (node) => ids.includes(node.id) && lists.some((list) => isTargeted(account, node, list)),
  );
}

export function describeMaintenanceWindowsForTarget(
  account: Account,
  input: DescribeMaintenanceWindowsForTargetRequest,
) {
  const ids = (input.Targets ?? []).flatMap(({ Values = [] }) => Values);
  const all = Object.values(windowsOf(account)).filter((window) => named(window, ids, account));
  const page = pageOf('DescribeMaintenanceWindowsForTarget', all, input);
  return {
    WindowIdentities: page.items.map(({ id, name }) => ({ WindowId: id, Name: name })),
    NextToken: page.NextToken,
  };
}

const most = 200;

/** The starts to come: of one window, of those of a node, or of all. */
export function describeMaintenanceWindowSchedule(account: Account, input: DescribeMaintenanceWindowScheduleRequest) {
  const ids = (input.Targets ?? []).flatMap(({ Values = [] }) => Values);
  const windows =
    input.WindowId === undefined
      ? Object.values(windowsOf(account)).filter((window) => ids.length === 0 || named(window, ids, account))
      : [windowNamed(account, input.WindowId)];
  const all = windows
    .flatMap((window) => startsOf(account, window))
    .sort((a, b) => (a.ExecutionTime ?? '').localeCompare(b.ExecutionTime ?? ''))
    .slice(0, most);
  const page = pageOf('DescribeMaintenanceWindowSchedule', all, input);
  return { ScheduledWindowExecutions: page.items, NextToken: page.NextToken };
}

function startsOf(account: Account, window: StoredWindow): ScheduledWindowExecution[] {
  const starts: ScheduledWindowExecution[] = [];
  for (let at = nextStart(window, account.now()); at !== undefined && starts.length < most; at = nextStart(window, at))
    starts.push({ WindowId: window.id, Name: window.name, ExecutionTime: iso(at) });
  return starts;
}
