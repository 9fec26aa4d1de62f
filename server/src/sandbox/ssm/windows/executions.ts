/** The runs of maintenance windows: of the window, of its tasks, and what each task has sent. */

import type {
  CancelMaintenanceWindowExecutionRequest,
  DescribeMaintenanceWindowExecutionsRequest,
  DescribeMaintenanceWindowExecutionTaskInvocationsRequest,
  DescribeMaintenanceWindowExecutionTasksRequest,
  GetMaintenanceWindowExecutionRequest,
  GetMaintenanceWindowExecutionTaskInvocationRequest,
  GetMaintenanceWindowExecutionTaskRequest,
  MaintenanceWindowFilter,
} from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { pageOf } from '../../pages.ts';
import { open, stop } from './run.ts';
import { type RunStatus, runNamed, type TaskInvocation, type TaskRun, taskRunNamed, windowNamed } from './store.ts';

interface Timed {
  status: RunStatus;
  details?: string;
  started?: number;
  ended?: number;
}

function stateOf({ status, details, started, ended }: Timed) {
  return {
    Status: status,
    ...(details !== undefined && { StatusDetails: details }),
    ...(started !== undefined && { StartTime: new Date(started) }),
    ...(ended !== undefined && { EndTime: new Date(ended) }),
  };
}

function passes(run: Timed, filters: readonly MaintenanceWindowFilter[] = []): boolean {
  return filters.every(({ Key = '', Values = [] }) => {
    if (Key === 'STATUS') return Values.includes(run.status);
    if (Key === 'ExecutedBefore') return Values.some((value) => (run.started ?? 0) < Date.parse(value));
    if (Key === 'ExecutedAfter') return Values.some((value) => (run.started ?? 0) > Date.parse(value));
    throw new ServiceError('ValidationException', `The filter key ${Key} is not valid.`);
  });
}

export function describeExecutions(account: Account, input: DescribeMaintenanceWindowExecutionsRequest) {
  const window = windowNamed(account, input.WindowId);
  const all = window.runs.toReversed().filter((run) => passes(run, input.Filters));
  const page = pageOf(`executions ${window.id}`, all, input);
  return {
    WindowExecutions: page.items.map((run) => ({ WindowId: window.id, WindowExecutionId: run.id, ...stateOf(run) })),
    NextToken: page.NextToken,
  };
}

export function getExecution(account: Account, { WindowExecutionId }: GetMaintenanceWindowExecutionRequest) {
  const { run } = runNamed(account, WindowExecutionId);
  return { WindowExecutionId: run.id, TaskIds: run.tasks.map(({ id }) => id), ...stateOf(run) };
}

export function describeExecutionTasks(account: Account, input: DescribeMaintenanceWindowExecutionTasksRequest) {
  const { run } = runNamed(account, input.WindowExecutionId);
  const page = pageOf(
    `tasks ${run.id}`,
    run.tasks.filter((task) => passes(task, input.Filters)),
    input,
  );
  return {
    WindowExecutionTaskIdentities: page.items.map((task) => ({
      WindowExecutionId: run.id,
      TaskExecutionId: task.id,
      TaskArn: task.task.arn,
      TaskType: task.task.type,
      ...stateOf(task),
    })),
    NextToken: page.NextToken,
  };
}

export function getExecutionTask(account: Account, input: GetMaintenanceWindowExecutionTaskRequest) {
  const { run } = runNamed(account, input.WindowExecutionId);
  const it = taskRunNamed(run, input.TaskId);
  const { task } = it;
  return {
    WindowExecutionId: run.id,
    TaskExecutionId: it.id,
    TaskArn: task.arn,
    Type: task.type,
    Priority: task.priority,
    MaxConcurrency: task.maxConcurrency,
    MaxErrors: task.maxErrors,
    ...(task.role !== undefined && { ServiceRole: task.role }),
    ...stateOf(it),
  };
}

function invocationOf(run: string, { id: taskId, task }: TaskRun, invocation: TaskInvocation) {
  return {
    WindowExecutionId: run,
    TaskExecutionId: taskId,
    InvocationId: invocation.id,
    ExecutionId: invocation.execution,
    TaskType: task.type,
    Parameters: invocation.parameters,
    ...(invocation.windowTarget !== undefined && { WindowTargetId: invocation.windowTarget }),
    ...stateOf(invocation),
  };
}

export function describeTaskInvocations(
  account: Account,
  input: DescribeMaintenanceWindowExecutionTaskInvocationsRequest,
) {
  const { run } = runNamed(account, input.WindowExecutionId);
  const task = taskRunNamed(run, input.TaskId);
  const all = task.invocations.filter((invocation) => passes(invocation, input.Filters));
  const page = pageOf(`invocations ${task.id}`, all, input);
  return {
    WindowExecutionTaskInvocationIdentities: page.items.map((invocation) => invocationOf(run.id, task, invocation)),
    NextToken: page.NextToken,
  };
}

export function getTaskInvocation(account: Account, input: GetMaintenanceWindowExecutionTaskInvocationRequest) {
  const { run } = runNamed(account, input.WindowExecutionId);
  const task = taskRunNamed(run, input.TaskId);
  const invocation = task.invocations.find(({ id }) => id === input.InvocationId);
  if (invocation === undefined)
    throw new ServiceError('DoesNotExistException', `The invocation ${input.InvocationId} does not exist.`);
  return invocationOf(run.id, task, invocation);
}

export function cancelExecution(account: Account, { WindowExecutionId }: CancelMaintenanceWindowExecutionRequest) {
  const { run } = runNamed(account, WindowExecutionId);
  if (!open.has(run.status))
    throw new ServiceError('DoesNotExistException', `The execution ${run.id} has ended already.`);
  stop(account, run, 'CANCELLED', 'Somebody has cancelled the execution.');
  return { WindowExecutionId: run.id };
}
