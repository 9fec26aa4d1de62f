/** Runs an association: a command for its nodes, or an automation; by its schedule, or because somebody asks for it. */

import type { SendCommandRequest, StartAssociationsOnceRequest } from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { managedNodes } from '../../fleet.ts';
import { startAutomationExecution } from '../automations.ts';
import { getAutomationExecution } from '../automationViews.ts';
import { send } from '../commandDriver.ts';
import { documentNamed } from '../documents.ts';
import { isTargeted } from '../targets.ts';
import { dueJob, planRun } from './plan.ts';
import { recordResult } from './results.ts';
import {
  type AssociationVersion,
  associationNamed,
  associationsOf,
  type Execution,
  latestVersion,
  type ResultStatus,
  type StoredAssociation,
} from './store.ts';

const mostExecutions = 30;

/** Runs an association now. A fault that the service would meet only then is kept with the run. */
export function runAssociation(account: Account, association: StoredAssociation): Execution {
  const version = latestVersion(association);
  const execution: Execution = { id: account.uuid(), at: account.now(), version: version.version, results: {} };
  association.executions.push(execution);
  if (association.executions.length > mostExecutions) association.executions.shift();
  try {
    start(account, association, version, execution);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    execution.fault = error.message;
  }
  return execution;
}

function start(account: Account, { id }: StoredAssociation, version: AssociationVersion, execution: Execution): void {
  const { document, documentVersion, parameters, targets, maxConcurrency, maxErrors } = version;
  const shared = {
    DocumentName: document,
    ...(documentVersion !== undefined && { DocumentVersion: documentVersion }),
    ...(maxConcurrency !== undefined && { MaxConcurrency: maxConcurrency }),
    ...(maxErrors !== undefined && { MaxErrors: maxErrors }),
    Parameters: parameters,
  };
  const about = `${id} ${execution.id}`;
  if (documentNamed(account, document).type.startsWith('Automation')) {
    const input = {
      ...shared,
      ...(version.targetParameter !== undefined && { TargetParameterName: version.targetParameter, Targets: targets }),
    };
    const by = {
      arn: `arn:aws:sts::${account.settings.accountId}:assumed-role/AWSServiceRoleForAmazonSSM/StateManager`,
    };
    execution.automation = startAutomationExecution(account, input, by).AutomationExecutionId;
    record(account, about, execution.automation, 'InProgress');
    account.later(followEvery, 'ssm.association.follow', about);
    return;
  }
  for (const machine of managedNodes(account).filter((each) => isTargeted(account, each, targets)))
    record(account, about, machine.id, 'Pending');
  const input: SendCommandRequest = { ...shared, Targets: targets, MaxErrors: maxErrors ?? '100%' };
  execution.command = send(account, input, { association: about }).id;
}

function record(account: Account, about: string, resource: string, status: ResultStatus): void {
  recordResult(account, about, resource, status, status);
}

const followEvery = 5000;

function due(account: Account, about: string): void {
  const [id = '', version] = about.split(' ');
  const association = associationsOf(account)[id];
  if (association === undefined || String(latestVersion(association).version) !== version) return;
  runAssociation(account, association);
  planRun(account, association);
}

/** Looks what has become of the automation of a run. */
function follow(account: Account, about: string): void {
  const [id = '', executionId] = about.split(' ');
  const execution = associationsOf(account)[id]?.executions.find((each) => each.id === executionId);
  if (execution?.automation === undefined) return;
  const { AutomationExecution } = getAutomationExecution(account, { AutomationExecutionId: execution.automation });
  const status = AutomationExecution.AutomationExecutionStatus ?? 'Failed';
  if (!/^(?:Success|Failed|TimedOut|Cancelled)/.test(status)) {
    account.at(account.now() + followEvery, 'ssm.association.follow', about);
    return;
  }
  record(account, about, execution.automation, status as ResultStatus);
}

export function startAssociationsOnce(account: Account, { AssociationIds = [] }: StartAssociationsOnceRequest) {
  for (const association of AssociationIds.map((id) => associationNamed(account, id)))
    runAssociation(account, association);
  return {};
}

export const associationJobs = { [dueJob]: due, 'ssm.association.follow': follow };
