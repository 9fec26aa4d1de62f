/** Maintenance windows: their operations. */

import type { Operations } from '../../operations.ts';
import * as changes from './changes.ts';
import * as executions from './executions.ts';
import * as reads from './reads.ts';
import * as targets from './targets.ts';
import * as tasks from './tasks.ts';

export { windowJobs } from './run.ts';

export const operations: Operations = {
  CancelMaintenanceWindowExecution: executions.cancelExecution,
  CreateMaintenanceWindow: changes.createMaintenanceWindow,
  DeleteMaintenanceWindow: changes.deleteMaintenanceWindow,
  DeregisterTargetFromMaintenanceWindow: targets.deregisterTarget,
  DeregisterTaskFromMaintenanceWindow: tasks.deregisterTask,
  DescribeMaintenanceWindowExecutionTaskInvocations: executions.describeTaskInvocations,
  DescribeMaintenanceWindowExecutionTasks: executions.describeExecutionTasks,
  DescribeMaintenanceWindowExecutions: executions.describeExecutions,
  DescribeMaintenanceWindowSchedule: reads.describeMaintenanceWindowSchedule,
  DescribeMaintenanceWindowTargets: targets.describeTargets,
  DescribeMaintenanceWindowTasks: tasks.describeTasks,
  DescribeMaintenanceWindows: reads.describeMaintenanceWindows,
  DescribeMaintenanceWindowsForTarget: reads.describeMaintenanceWindowsForTarget,
  GetMaintenanceWindow: reads.getMaintenanceWindow,
  GetMaintenanceWindowExecution: executions.getExecution,
  GetMaintenanceWindowExecutionTask: executions.getExecutionTask,
  GetMaintenanceWindowExecutionTaskInvocation: executions.getTaskInvocation,
  GetMaintenanceWindowTask: tasks.getTask,
  RegisterTargetWithMaintenanceWindow: targets.registerTarget,
  RegisterTaskWithMaintenanceWindow: tasks.registerTask,
  UpdateMaintenanceWindow: changes.updateMaintenanceWindow,
  UpdateMaintenanceWindowTarget: targets.updateTarget,
  UpdateMaintenanceWindowTask: tasks.updateTask,
};
