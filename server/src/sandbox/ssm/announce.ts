/** The events that Systems Manager sends when a run, a step of it, or a command comes into another state. */

import type { RunState } from '../../simulator/index.ts';
import type { Account } from '../account.ts';
import { emit } from '../events/emit.ts';

interface Run {
  id: string;
  document: string;
  version: string;
  by: string;
  state: RunState;
}

function timeOf(at: number | undefined): Record<string, string> {
  return at === undefined ? {} : { EndTime: new Date(at).toISOString() };
}

export function announceRun(account: Account, { id, document, version, by, state }: Run): void {
  emit(account, {
    source: 'aws.ssm',
    type: 'EC2 Automation Execution Status-change Notification',
    resources: [account.arn('ssm', `automation-execution/${id}`)],
    detail: {
      ExecutionId: id,
      Definition: document,
      DefinitionVersion: version,
      Status: state.status,
      StartTime: new Date(state.started).toISOString(),
      Time: new Date(account.now()).toISOString(),
      ExecutedBy: by,
      ...timeOf(state.ended),
    },
  });
}

/** Tells of each step whose status is not what it was; `before` has the statuses in order. */
export function announceSteps(
  account: Account,
  { id, document, version, state }: Run,
  before: readonly string[],
): void {
  for (const [index, record] of state.records.entries())
    if (record.status !== before[index])
      emit(account, {
        source: 'aws.ssm',
        type: 'EC2 Automation Step Status-change Notification',
        resources: [account.arn('ssm', `automation-execution/${id}`)],
        detail: {
          ExecutionId: id,
          Definition: document,
          DefinitionVersion: version,
          StepName: record.name,
          Action: record.action,
          Status: record.status,
          StartTime: new Date(record.started).toISOString(),
          Time: new Date(account.now()).toISOString(),
          ...timeOf(record.ended),
        },
      });
}

interface Sent {
  id: string;
  document: string;
  requested: number;
  expires: number;
}

/** Tells of a command as a whole, or of its invocation on a node. */
export function announceCommand(account: Account, command: Sent, status: string, node?: string): void {
  emit(account, {
    source: 'aws.ssm',
    type: `EC2 Command ${node === undefined ? '' : 'Invocation '}Status-change Notification`,
    ...(node !== undefined && { resources: [account.arn('ec2', `instance/${node}`)] }),
    detail: {
      'command-id': command.id,
      'document-name': command.document,
      'requested-date-time': new Date(command.requested).toISOString(),
      status,
      ...(node === undefined ? { 'expire-after': new Date(command.expires).toISOString() } : { 'instance-id': node }),
    },
  });
}
