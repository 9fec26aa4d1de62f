/** Runs of runbooks as the service shows them: all values are lists of texts, as on the wire. */

import type {
  AutomationExecutionMetadata,
  DescribeAutomationExecutionsRequest,
  DescribeAutomationStepExecutionsRequest,
  GetAutomationExecutionRequest,
  StepExecution,
} from '@aws-sdk/client-ssm';
import { type JsonMap, onTheWire, type StepRecord } from '../../simulator/index.ts';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pageOf } from '../pages.ts';
import { currentStep, runNamed, runsOf, type StoredRun } from './automationRuns.ts';
import { tagsOf } from './tags.ts';

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
      Parameters: wire(state.parameters),
      ...(it.fan !== undefined && { ProgressCounters: progressOf(it.fan, childrenOf(account, it)) }),
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
    ...(it.fan !== undefined && {
      ResolvedTargets: {
        ParameterValues: childrenOf(account, it).flatMap(({ target }) => target ?? []),
        Truncated: false,
      },
    }),
  };
}

/** The runs that a run has started for its targets. */
function childrenOf(account: Account, { id }: StoredRun): StoredRun[] {
  return Object.values(runsOf(account)).filter(({ parent }) => parent === id);
}

function progressOf({ waiting, failed }: NonNullable<StoredRun['fan']>, children: readonly StoredRun[]) {
  const count = (status: string): number => children.filter(({ state }) => state.status === status).length;
  return {
    TotalSteps: children.length + waiting.length,
    SuccessSteps: count('Success'),
    FailedSteps: failed,
    CancelledSteps: count('Cancelled'),
    TimedOutSteps: count('TimedOut'),
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
  const all = Object.values(runsOf(account))
    .filter((it) => (input.Filters ?? []).every(({ Key = '', Values = [] }) => passes(account, it, Key, Values)))
    .sort((a, b) => b.state.started - a.state.started);
  const page = pageOf('DescribeAutomationExecutions', all, input);
  return {
    AutomationExecutionMetadataList: page.items.map((it) => metadataOf(account, it)),
    NextToken: page.NextToken,
  };
}

function passes(account: Account, it: StoredRun, key: string, values: readonly string[]): boolean {
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
    case 'TagKey':
      return tagsOf(account)
        .get('Automation', it.id)
        .some(({ Key = '' }) => values.includes(Key));
    // No run here belongs to any of these.
    case 'AutomationSubtype':
    case 'OpsItemId':
    case 'TargetResourceGroup':
      return false;
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
      if (Key === 'StartTimeBefore') return Values.some((value) => record.started < Date.parse(value));
      if (Key === 'StartTimeAfter') return Values.some((value) => record.started > Date.parse(value));
      const { id, iteration, value } = record.parent ?? {};
      if (Key === 'ParentStepExecutionId') return Values.includes(id ?? '');
      if (Key === 'ParentStepIteration') return Values.includes(String(iteration ?? ''));
      if (Key === 'ParentStepIteratorValue') return value !== undefined && Values.includes(value);
      throw new ServiceError('InvalidFilterKey', `The filter key ${Key} is not valid.`);
    }),
  );
  const page = pageOf(`steps ${it.id}`, input.ReverseOrder ? steps.toReversed() : steps, input);
  return { StepExecutions: page.items.map((record) => stepOf(it, record)), NextToken: page.NextToken };
}
