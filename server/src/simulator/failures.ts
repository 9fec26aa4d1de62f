/**
 * Failures of steps in the words the service uses, so that what a person learns here helps there.
 *
 * The frame of the sentences is that of the user guide's page on troubleshooting Automation.
 */

import type { Answer } from './effects.ts';
import type { JsonMap } from './json.ts';
import { type Failure, type FailureStage, type FailureType, StepFailure } from './state.ts';

const guide = 'Please refer to Automation Service Troubleshooting Guide for more diagnosis details.';

const phases: Record<FailureStage, string> = {
  InputValidation: 'Validate/Resolve step inputs',
  PreVerification: 'Execute/Cancelling action',
  Invocation: 'Execute/Cancelling action',
  PostVerification: 'Poll action status for completion',
};

/** A failure with its cause; a full stop is added where the cause has none. */
export function failure(stage: FailureStage, type: FailureType, cause: string, code?: string): Failure {
  const message = `Step fails when it is ${phases[stage]}. ${sentence(cause)} ${guide}`;
  return { stage, type, message, ...(code !== undefined && { code }) };
}

/** The inputs of the step cannot be used. */
export function badInput(cause: string): StepFailure {
  return new StepFailure(failure('InputValidation', 'Verification', cause));
}

/** The action ran and did not do what was asked. */
export function actionFailed(cause: string, code?: string, outputs?: JsonMap): StepFailure {
  return new StepFailure(failure('Invocation', 'Action', cause, code), { ...(outputs && { outputs }) });
}

/** The result is not what the step declares or demands. */
export function badResult(cause: string): StepFailure {
  return new StepFailure(failure('PostVerification', 'Verification', cause));
}

export function timedOut(stage: FailureStage): StepFailure {
  const message = `Step timed out while step is ${phases[stage]}. ${guide}`;
  return new StepFailure({ stage, type: 'Action', message }, { timedOut: true });
}

/** An API that refused. */
export function apiFailed(service: string, operation: string, answer: Extract<Answer, { type: 'error' }>): StepFailure {
  const { code, message, status = 400, requestId = '00000000-0000-0000-0000-000000000000' } = answer;
  const type = /throttl|TooManyRequests|RequestLimitExceeded/i.test(code)
    ? 'Throttling'
    : /AccessDenied|Unauthorized|NotAuthorized/i.test(code)
      ? 'Permission'
      : 'Action';
  const cause = `Get Exception from ${operation} API of ${service} Service. Exception Message from ${operation} API: [${message} (Service: ${service}; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId})]`;
  return new StepFailure(failure('Invocation', type, cause, code));
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
