/** Whether two states of a run look the same to a person, so that views are drawn anew for a change alone. */

import type { Run } from './run.ts';

/** All of a run that a person could see change. */
export function signOf(run: Run): string {
  const own = [run.status, run.gone, run.whole];
  if ('command' in run) {
    const { StatusDetails, TargetCount, CompletedCount, ErrorCount } = run.command;
    const nodes = run.invocations?.map(({ InstanceId, StatusDetails: details, CommandPlugins = [] }) => [
      InstanceId,
      details,
      ...CommandPlugins.map((plugin) => `${plugin.Status} ${plugin.Output?.length}`),
    ]);
    return JSON.stringify([own, StatusDetails, TargetCount, CompletedCount, ErrorCount, nodes]);
  }
  const { CurrentStepName, FailureMessage } = run.automation;
  const steps = run.steps?.map(({ StepExecutionId, StepStatus, Outputs }) => [StepExecutionId, StepStatus, Outputs]);
  const children = run.children?.map((child) => [child.AutomationExecutionId, child.AutomationExecutionStatus]);
  return JSON.stringify([own, CurrentStepName, FailureMessage, steps, children]);
}
