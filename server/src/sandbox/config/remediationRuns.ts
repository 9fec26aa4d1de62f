/**
 * Executions of remediations: each is an Automation in this account. One that has succeeded has the resource evaluated anew;
 * what the sandbox cannot change, such as a database, counts as mended then.
 */

import type {
  DescribeRemediationExecutionStatusRequest,
  RemediationExecutionState,
  RemediationExecutionStatus,
} from '@aws-sdk/client-config-service';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { call } from '../operations.ts';
import { pageOf } from '../pages.ts';
import { getAutomationExecution } from '../ssm/automationViews.ts';
import { resourceChanged } from './evaluation.ts';
import { type Remediation, remediationsOf } from './remediations.ts';
import { rulesOf, tokenError } from './rules.ts';

interface Execution {
  rule: string;
  type: string;
  id: string;
  invoked: number;
  updated: number;
  state: RemediationExecutionState;
  attempts: number;
  automation?: string;
  /** Why no Automation could be started. */
  error?: string;
}

const stored = slice<Record<string, Execution>>('config.remediationRuns', () => ({}));

function keyOf(rule: string, type: string, id: string): string {
  return `${rule} ${type} ${id}`;
}

function isOver({ state }: Execution): boolean {
  return state === 'SUCCEEDED' || state === 'FAILED';
}

export function isUnderWay(account: Account, rule: string): boolean {
  return Object.values(stored(account)).some((each) => each.rule === rule && !isOver(each));
}

/** Queues the remediation of a resource; one under way goes on. */
export function begin(account: Account, rule: string, type: string, id: string): void {
  const key = keyOf(rule, type, id);
  const known = stored(account)[key];
  if (known !== undefined && !isOver(known)) return;
  const now = account.now();
  const attempts = (known?.attempts ?? 0) + 1;
  stored(account)[key] = { rule, type, id, invoked: now, updated: now, state: 'QUEUED', attempts };
  account.later(1_000, 'config.remediate', key);
}

export const remediationJobs = {
  'config.remediate': async (account: Account, key: string): Promise<void> => {
    const it = stored(account)[key];
    const remediation = it === undefined ? undefined : remediationsOf(account)[it.rule];
    if (it === undefined || remediation === undefined) return;
    it.updated = account.now();
    try {
      const input = {
        DocumentName: remediation.TargetId,
        ...(remediation.TargetVersion !== undefined && { DocumentVersion: remediation.TargetVersion }),
        Parameters: parametersFor(remediation, it.id),
      };
      const caller = {
        arn: `arn:aws:sts::${account.settings.accountId}:assumed-role/AWSServiceRoleForConfigRemediation/AwsConfigRemediation`,
        userAgent: 'config.amazonaws.com',
      };
      const started = await call(account, 'ssm', 'StartAutomationExecution', input, caller);
      it.automation = (started as { AutomationExecutionId: string }).AutomationExecutionId;
      it.state = 'IN_PROGRESS';
      account.later(3_000, 'config.remediationEnd', key);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      it.state = 'FAILED';
      it.error = error.message;
    }
  },
  /** Looks whether the Automation has ended, until it has. */
  'config.remediationEnd': (account: Account, key: string): void => {
    const it = stored(account)[key];
    if (it?.automation === undefined || isOver(it)) return;
    const status = automationOf(account, it.automation)?.AutomationExecutionStatus;
    it.updated = account.now();
    if (status === 'Success') {
      it.state = 'SUCCEEDED';
      const findings = rulesOf(account)[it.rule]?.findings;
      if (findings !== undefined && !isChangedHere(it.type)) findings.mended[`${it.type} ${it.id}`] = true;
      resourceChanged(account, it.type, it.id);
    } else if (status === 'Failed' || status === 'TimedOut' || status === 'Cancelled') {
      it.state = 'FAILED';
      const { RetryAttemptSeconds = 60 } = remediationsOf(account)[it.rule] ?? {};
      account.later(RetryAttemptSeconds * 1000, 'config.remediateAutomatically', it.rule);
    } else account.at(account.now() + 5_000, 'config.remediationEnd', key);
  },
  /** Begins what an automatic remediation has to mend, as often as it may. */
  'config.remediateAutomatically': (account: Account, rule: string): void => {
    const remediation = remediationsOf(account)[rule];
    if (remediation?.Automatic !== true) return;
    for (const key of Object.keys(rulesOf(account)[rule]?.findings.broken ?? {})) {
      const [type = '', id = ''] = key.split(' ');
      if (remediation.ResourceType !== undefined && remediation.ResourceType !== type) continue;
      const attempts = stored(account)[keyOf(rule, type, id)]?.attempts ?? 0;
      if (attempts < (remediation.MaximumAutomaticAttempts ?? 5)) begin(account, rule, type, id);
    }
  },
};

/** Of these the account itself keeps what runbooks change, so that the next evaluation tells. */
function isChangedHere(type: string): boolean {
  return type === 'AWS::S3::Bucket' || type === 'AWS::EC2::Instance';
}

function parametersFor({ Parameters = {} }: Remediation, id: string): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(Parameters).map(([name, { ResourceValue, StaticValue }]) => [
      name,
      ResourceValue === undefined ? (StaticValue?.Values ?? []) : [id],
    ]),
  );
}

function automationOf(account: Account, id: string) {
  return getAutomationExecution(account, { AutomationExecutionId: id }).AutomationExecution;
}

const stepStates: Readonly<Record<string, 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS' | 'PENDING' | 'EXITED'>> = {
  Success: 'SUCCEEDED',
  Failed: 'FAILED',
  TimedOut: 'FAILED',
  Cancelled: 'EXITED',
  Pending: 'PENDING',
};

function statusOf(account: Account, it: Execution): RemediationExecutionStatus {
  const steps = it.automation === undefined ? [] : (automationOf(account, it.automation)?.StepExecutions ?? []);
  return {
    ResourceKey: { resourceType: it.type, resourceId: it.id } as RemediationExecutionStatus['ResourceKey'],
    State: it.state,
    StepDetails:
      it.error === undefined
        ? steps.map((step) => ({
            Name: step.StepName,
            State: stepStates[step.StepStatus ?? ''] ?? 'IN_PROGRESS',
            ErrorMessage: step.FailureMessage,
            StartTime: step.ExecutionStartTime,
            StopTime: step.ExecutionEndTime,
          }))
        : [{ Name: 'StartAutomationExecution', State: 'FAILED', ErrorMessage: it.error }],
    InvocationTime: new Date(it.invoked),
    LastUpdatedTime: new Date(it.updated),
  };
}

export function describeRemediationExecutionStatus(account: Account, input: DescribeRemediationExecutionStatusRequest) {
  const { ConfigRuleName = '', ResourceKeys, Limit, NextToken } = input;
  if (!Object.hasOwn(remediationsOf(account), ConfigRuleName))
    throw new ServiceError(
      'NoSuchRemediationConfigurationException',
      `The rule ${ConfigRuleName} has no remediation configuration.`,
    );
  const all = Object.values(stored(account)).filter(
    ({ rule, type, id }) =>
      rule === ConfigRuleName &&
      (ResourceKeys ?? [{ resourceType: type, resourceId: id }]).some(
        (key) => key.resourceType === type && key.resourceId === id,
      ),
  );
  const request = { MaxResults: Limit || undefined, NextToken };
  const page = pageOf(`remediations ${ConfigRuleName}`, all, request, 100, tokenError);
  return {
    RemediationExecutionStatuses: page.items.map((it) => statusOf(account, it)),
    NextToken: page.NextToken,
  };
}
