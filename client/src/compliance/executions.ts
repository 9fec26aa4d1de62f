/**
 * Executions of a remediation. The service tells of each resource its last one only, so those of before are told apart by
 * when they began. Free of `vscode`, so that tests need no editor.
 */

import type { RemediationExecutionStatus } from '@aws-sdk/client-config-service';

/** Of each resource, when its last execution began: milliseconds since 1970. */
export type Begun = ReadonlyMap<string, number>;

/** What is over before a remediation is started. One that is under way goes on when it is started again. */
export function overBefore(statuses: readonly RemediationExecutionStatus[]): Begun {
  return new Map(statuses.filter(isOver).map((each) => [keyOf(each), begunAt(each)]));
}

/** Those that have come to their end since. */
export function overSince(
  statuses: readonly RemediationExecutionStatus[],
  before: Begun,
): RemediationExecutionStatus[] {
  return statuses.filter((each) => isOver(each) && before.get(keyOf(each)) !== begunAt(each));
}

/** Why an execution has failed: the step and its message, as far as the service tells. */
export function failureOf({ StepDetails: steps = [] }: RemediationExecutionStatus): string {
  const step = steps.find(({ State: state }) => state === 'FAILED');
  return step ? `${step.Name}: ${step.ErrorMessage ?? 'failed'}` : 'failed';
}

function isOver({ State: state }: RemediationExecutionStatus): boolean {
  return state !== 'QUEUED' && state !== 'IN_PROGRESS';
}

function keyOf({ ResourceKey: key }: RemediationExecutionStatus): string {
  return `${key?.resourceType} ${key?.resourceId}`;
}

function begunAt({ InvocationTime: time }: RemediationExecutionStatus): number {
  return time?.getTime() ?? 0;
}
