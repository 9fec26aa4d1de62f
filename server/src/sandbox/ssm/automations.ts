/** The operations that begin, stop and signal runs of runbooks. */

import type {
  SendAutomationSignalRequest,
  StartAutomationExecutionRequest,
  StopAutomationExecutionRequest,
} from '@aws-sdk/client-ssm';
import { type Answer, finalStatuses } from '../../simulator/index.ts';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { ended, goOn } from './automationDriver.ts';
import { runNamed, runsOf } from './automationRuns.ts';
import { begin } from './automationStart.ts';

export function startAutomationExecution(
  account: Account,
  input: StartAutomationExecutionRequest,
  { arn }: { arn: string },
) {
  const { ClientToken: token, DocumentName, Parameters = {} } = input;
  const before = token === undefined ? undefined : Object.values(runsOf(account)).find((it) => it.token === token);
  if (before === undefined) {
    const made = begin(account, input, arn);
    if (token !== undefined) made.token = token;
    return { AutomationExecutionId: made.id };
  }
  if (before.document !== DocumentName || JSON.stringify(before.parameters) !== JSON.stringify(Parameters))
    throw new ServiceError(
      'IdempotentParameterMismatch',
      'The request was sent before with the same token and other parameters.',
    );
  return { AutomationExecutionId: before.id };
}

export async function stopAutomationExecution(account: Account, input: StopAutomationExecutionRequest) {
  const it = runNamed(account, input.AutomationExecutionId ?? '');
  if (finalStatuses.has(it.state.status)) return {};
  if (it.fan !== undefined) {
    it.fan.waiting = [];
    it.state.cancelled = { until: account.now() };
    for (const child of it.fan.running) await stopAutomationExecution(account, { AutomationExecutionId: child });
  } else if (it.state.current === undefined) {
    it.state.status = 'Cancelled';
    it.state.ended = account.now();
    ended(account, it);
  } else goOn(account, it.id, { type: 'cancel', at: account.now() });
  return {};
}

export async function sendAutomationSignal(
  account: Account,
  input: SendAutomationSignalRequest,
  { arn }: { arn: string },
) {
  const it = runNamed(account, input.AutomationExecutionId ?? '');
  const { SignalType, Payload = {} } = input;
  const { waiting, status } = it.state;
  if (finalStatuses.has(status))
    throw new ServiceError(
      'InvalidAutomationSignalException',
      'The automation execution has ended and takes no signal.',
    );
  if (SignalType === 'StartStep' || (SignalType === 'Resume' && it.mode === 'Interactive' && waiting === undefined)) {
    goOn(account, it.id, undefined);
    return {};
  }
  if (SignalType === 'StopStep') return stopAutomationExecution(account, { AutomationExecutionId: it.id });
  const fits =
    (waiting?.kind === 'approval' && (SignalType === 'Approve' || SignalType === 'Reject')) ||
    (waiting?.kind === 'pause' && SignalType === 'Resume');
  if (!fits)
    throw new ServiceError(
      'InvalidAutomationSignalException',
      `The automation execution does not wait for ${SignalType}.`,
    );
  const answer: Answer = {
    type: 'signal',
    signal: SignalType as 'Approve' | 'Reject' | 'Resume',
    by: arn,
    comment: Payload.Comment?.[0] ?? '',
    at: account.now(),
  };
  goOn(account, it.id, answer);
  return {};
}
