/** The tasks of a maintenance window. */

import type {
  DeregisterTaskFromMaintenanceWindowRequest,
  DescribeMaintenanceWindowTasksRequest,
  GetMaintenanceWindowTaskRequest,
  MaintenanceWindowTask,
  RegisterTaskWithMaintenanceWindowRequest,
  Target,
  UpdateMaintenanceWindowTaskRequest,
} from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { pageOf } from '../../pages.ts';
import { documentNamed } from '../documents.ts';
import { targetedNodes } from '../nodes.ts';
import { type StoredWindow, targetNamed, taskNamed, type WindowTask, windowNamed } from './store.ts';

const mostTasks = 20;

export function registerTask(account: Account, input: RegisterTaskWithMaintenanceWindowRequest) {
  const window = windowNamed(account, input.WindowId);
  if (Object.keys(window.tasks).length >= mostTasks)
    throw new ServiceError('ResourceLimitExceededException', `A maintenance window has at most ${mostTasks} tasks.`);
  const task: WindowTask = {
    id: account.uuid(),
    type: input.TaskType ?? 'RUN_COMMAND',
    arn: '',
    targets: [],
    priority: 0,
    maxConcurrency: '1',
    maxErrors: '1',
    invocation: {},
    ...changesOf(input),
  };
  check(account, window, task);
  window.tasks[task.id] = task;
  return { WindowTaskId: task.id };
}

export function updateTask(account: Account, input: UpdateMaintenanceWindowTaskRequest) {
  const window = windowNamed(account, input.WindowId);
  const before = taskNamed(window, input.WindowTaskId);
  const { id, type, arn, targets, priority, maxConcurrency, maxErrors } = before;
  const task: WindowTask = {
    ...(input.Replace ? { id, type, arn, targets, priority, maxConcurrency, maxErrors, invocation: {} } : before),
    ...changesOf(input),
  };
  check(account, window, task);
  window.tasks[id] = task;
  return describedTask(window, task);
}

function changesOf(input: Omit<UpdateMaintenanceWindowTaskRequest, 'WindowTaskId'>): Partial<WindowTask> {
  return {
    ...(input.TaskArn !== undefined && { arn: input.TaskArn }),
    ...(input.Targets !== undefined && { targets: input.Targets }),
    ...(input.Priority !== undefined && { priority: input.Priority }),
    ...(input.MaxConcurrency !== undefined && { maxConcurrency: input.MaxConcurrency }),
    ...(input.MaxErrors !== undefined && { maxErrors: input.MaxErrors }),
    ...(input.Name !== undefined && { name: input.Name }),
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.ServiceRoleArn !== undefined && { role: input.ServiceRoleArn }),
    ...(input.TaskInvocationParameters !== undefined && { invocation: input.TaskInvocationParameters }),
    ...(input.CutoffBehavior !== undefined && { cutoffBehavior: input.CutoffBehavior }),
    ...(input.LoggingInfo !== undefined && { logging: input.LoggingInfo }),
  };
}

function check(account: Account, window: StoredWindow, { type, arn, targets }: WindowTask): void {
  const isDocument = type === 'RUN_COMMAND' || type === 'AUTOMATION';
  const wanted = type === 'RUN_COMMAND' ? 'Command' : 'Automation';
  if (isDocument && documentNamed(account, arn).type !== wanted)
    throw new ServiceError('ValidationException', `The document ${arn} is no ${wanted} document.`);
  if (type === 'RUN_COMMAND' && targets.length === 0)
    throw new ServiceError('ValidationException', 'A task of the type RUN_COMMAND needs targets.');
  for (const target of targets) checkTarget(account, window, target);
}

function checkTarget(account: Account, window: StoredWindow, { Key, Values = [] }: Target): void {
  if (Key === 'WindowTargetIds') for (const id of Values) targetNamed(window, id);
  else targetedNodes(account, [{ Key, Values }]);
}

export function deregisterTask(account: Account, input: DeregisterTaskFromMaintenanceWindowRequest) {
  const window = windowNamed(account, input.WindowId);
  const { id } = taskNamed(window, input.WindowTaskId);
  delete window.tasks[id];
  return { WindowId: window.id, WindowTaskId: id };
}

function taskOf(window: StoredWindow, task: WindowTask) {
  return {
    WindowId: window.id,
    WindowTaskId: task.id,
    Targets: task.targets,
    TaskArn: task.arn,
    Priority: task.priority,
    MaxConcurrency: task.maxConcurrency,
    MaxErrors: task.maxErrors,
    ...(task.role !== undefined && { ServiceRoleArn: task.role }),
    ...(task.name !== undefined && { Name: task.name }),
    ...(task.description !== undefined && { Description: task.description }),
    ...(task.cutoffBehavior !== undefined && { CutoffBehavior: task.cutoffBehavior }),
    ...(task.logging !== undefined && { LoggingInfo: task.logging }),
  };
}

function describedTask(window: StoredWindow, task: WindowTask) {
  return { ...taskOf(window, task), TaskInvocationParameters: task.invocation };
}

export function getTask(account: Account, input: GetMaintenanceWindowTaskRequest) {
  const window = windowNamed(account, input.WindowId);
  const task = taskNamed(window, input.WindowTaskId);
  return { ...describedTask(window, task), TaskType: task.type };
}

export function describeTasks(account: Account, input: DescribeMaintenanceWindowTasksRequest) {
  const window = windowNamed(account, input.WindowId);
  const all = Object.values(window.tasks)
    .filter((task) =>
      (input.Filters ?? []).every(({ Key = '', Values = [] }) => {
        if (Key === 'WindowTaskId') return Values.includes(task.id);
        if (Key === 'TaskArn') return Values.includes(task.arn);
        if (Key === 'Priority') return Values.includes(String(task.priority));
        if (Key === 'TaskType') return Values.includes(task.type);
        throw new ServiceError('ValidationException', `The filter key ${Key} is not valid.`);
      }),
    )
    .sort((a, b) => a.priority - b.priority);
  const page = pageOf(`tasks ${window.id}`, all, input);
  return {
    Tasks: page.items.map((task): MaintenanceWindowTask => ({ ...taskOf(window, task), Type: task.type })),
    NextToken: page.NextToken,
  };
}
