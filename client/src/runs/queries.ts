/**
 * What the lists of the service are asked for, for a choice of runs: as much of it as the service can choose itself, so that no
 * page is read for nothing. What it cannot choose, `fits` does: ListCommands knows whole names of documents alone. Free of
 * `vscode`.
 */

import type { AutomationExecutionFilter, AutomationExecutionStatus, CommandFilter } from '@aws-sdk/client-ssm';
import type { RunFilter } from './filter.ts';
import { type Phase, phaseOf } from './phase.ts';

/** Lists to ask for, each by its filters; together they have every run that fits, and each once. */
export interface Queries {
  commands: CommandFilter[][];
  automations: AutomationExecutionFilter[][];
}

/** A filter of ListCommands takes one value. A command waits for nobody. */
const ofCommands: Readonly<Record<Phase, readonly CommandFilter[]>> = {
  running: [{ key: 'ExecutionStage', value: 'Executing' }],
  waiting: [],
  failed: [
    { key: 'Status', value: 'Failed' },
    { key: 'Status', value: 'TimedOut' },
  ],
  stopped: [{ key: 'Status', value: 'Cancelled' }],
  passed: [{ key: 'Status', value: 'Success' }],
};

/** As the API model of Systems Manager has them; a record, so that one that is new there does not compile. */
const statuses: Readonly<Record<AutomationExecutionStatus, true>> = {
  ...{ Approved: true, Cancelled: true, Cancelling: true, ChangeCalendarOverrideApproved: true },
  ...{ ChangeCalendarOverrideRejected: true, CompletedWithFailure: true, CompletedWithSuccess: true, Exited: true },
  ...{ Failed: true, InProgress: true, Pending: true, PendingApproval: true, PendingChangeCalendarOverride: true },
  ...{ Rejected: true, RunbookInProgress: true, Scheduled: true, Success: true, TimedOut: true, Waiting: true },
};

/** As many values as a filter of DescribeAutomationExecutions takes. */
const mostValues = 10;

export function queriesOf({ phases, document }: RunFilter): Queries {
  const named = document === undefined ? [] : [{ Key: 'DocumentNamePrefix' as const, Values: [document] }];
  if (phases === undefined) return { commands: [[]], automations: [named] };
  const values = Object.keys(statuses).filter((status) => phases.includes(phaseOf(status)));
  const automations: AutomationExecutionFilter[][] = [];
  for (let at = 0; at < values.length; at += mostValues)
    automations.push([...named, { Key: 'ExecutionStatus', Values: values.slice(at, at + mostValues) }]);
  return {
    commands: [...new Set(phases)].flatMap((phase) => ofCommands[phase].map((filter) => [filter])),
    automations,
  };
}
