/** Creates, changes and deletes associations, with the refusals of the service. */

import type {
  AssociationDescription,
  CreateAssociationBatchRequest,
  CreateAssociationBatchRequestEntry,
  CreateAssociationRequest,
  DeleteAssociationRequest,
  FailedCreateAssociation,
  Tag,
  Target,
  UpdateAssociationRequest,
} from '@aws-sdk/client-ssm';
import { isSchedule } from '../../../language/scheduleTimes.ts';
import { compileCommand, readParameters } from '../../../simulator/index.ts';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { documentNamed, parsed, versionOf } from '../documents.ts';
import { targetedNodes } from '../nodes.ts';
import { tagsOf } from '../tags.ts';
import { planRun } from './plan.ts';
import { describe } from './reads.ts';
import { runAssociation } from './run.ts';
import {
  type AssociationVersion,
  associationFor,
  associationNamed,
  associationsOf,
  latestVersion,
  type StoredAssociation,
} from './store.ts';

const mostVersions = 1000;

export function createAssociation(
  account: Account,
  input: CreateAssociationBatchRequestEntry,
  tags: readonly Tag[] = [],
) {
  const targets = targetsOf(input);
  const { Name = '', InstanceId } = input;
  const twin = Object.values(associationsOf(account)).find((each) => {
    const { document, targets: its } = latestVersion(each);
    return InstanceId !== undefined && document === Name && JSON.stringify(its) === JSON.stringify(targets);
  });
  if (twin !== undefined)
    throw new ServiceError('AssociationAlreadyExists', `The association of ${Name} with ${InstanceId} already exists.`);
  const association: StoredAssociation = {
    id: account.uuid(),
    versions: [versionFrom(account, input, Name, targets, 1)],
    executions: [],
  };
  associationsOf(account)[association.id] = association;
  tagsOf(account).set('Association', association.id, tags);
  begin(account, association);
  return { AssociationDescription: describe(account, association) };
}

/** Each of them on its own: what is refused is told beside what was made. */
export function createAssociationBatch(account: Account, input: CreateAssociationBatchRequest) {
  const made: AssociationDescription[] = [];
  const failed: FailedCreateAssociation[] = [];
  for (const Entry of input.Entries ?? []) {
    try {
      made.push(createAssociation(account, Entry).AssociationDescription);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      failed.push({ Entry, Message: error.message, Fault: 'Client' });
    }
  }
  return { Successful: made, Failed: failed };
}

/** What an update does not name is gone, as in the service; the document and the targets alone stay. */
export function updateAssociation(account: Account, input: UpdateAssociationRequest) {
  const association = associationNamed(account, input.AssociationId ?? '');
  const latest = latestVersion(association);
  const { AssociationVersion: wanted = '$LATEST' } = input;
  if (wanted !== '$LATEST' && wanted !== String(latest.version))
    throw new ServiceError('InvalidAssociationVersion', 'Only the latest version of an association can be updated.');
  if (association.versions.length >= mostVersions)
    throw new ServiceError('AssociationVersionLimitExceeded', `An association has at most ${mostVersions} versions.`);
  const targets = input.Targets === undefined ? latest.targets : targetsOf(input);
  association.versions.push(versionFrom(account, input, input.Name ?? latest.document, targets, latest.version + 1));
  begin(account, association);
  return { AssociationDescription: describe(account, association) };
}

function begin(account: Account, association: StoredAssociation): void {
  if (!latestVersion(association).onlyAtCron) runAssociation(account, association);
  planRun(account, association);
}

export function deleteAssociation(account: Account, input: DeleteAssociationRequest) {
  const found = associationFor(account, input);
  delete associationsOf(account)[found.id];
  tagsOf(account).remove('Association', found.id);
  return {};
}

function targetsOf({
  Targets = [],
  ...input
}: {
  Targets?: Target[] | undefined;
  InstanceId?: string | undefined;
}): Target[] {
  if (Targets.length > 0) return Targets;
  return input.InstanceId === undefined ? [] : [{ Key: 'InstanceIds', Values: [input.InstanceId] }];
}

function versionFrom(
  account: Account,
  input: Omit<CreateAssociationRequest, 'Name'>,
  name: string,
  targets: Target[],
  version: number,
): AssociationVersion {
  const { Parameters = {}, ScheduleExpression, DocumentVersion } = input;
  checkDocument(account, name, DocumentVersion, Parameters, input.AutomationTargetParameterName);
  checkTargets(account, name, targets);
  checkSchedule(input);
  return {
    version,
    created: account.now(),
    document: documentNamed(account, name).name,
    targets,
    parameters: Parameters,
    onlyAtCron: input.ApplyOnlyAtCronInterval ?? false,
    severity: input.ComplianceSeverity ?? 'UNSPECIFIED',
    manualCompliance: input.SyncCompliance === 'MANUAL',
    ...(DocumentVersion !== undefined && { documentVersion: DocumentVersion }),
    ...(input.AssociationName !== undefined && { name: input.AssociationName }),
    ...(ScheduleExpression !== undefined && { schedule: ScheduleExpression }),
    ...(input.ScheduleOffset !== undefined && { offsetDays: input.ScheduleOffset }),
    ...(input.MaxConcurrency !== undefined && { maxConcurrency: input.MaxConcurrency }),
    ...(input.MaxErrors !== undefined && { maxErrors: input.MaxErrors }),
    ...(input.AutomationTargetParameterName !== undefined && { targetParameter: input.AutomationTargetParameterName }),
    ...(input.Duration !== undefined && { durationHours: input.Duration }),
  };
}

function checkDocument(
  account: Account,
  name: string,
  wanted: string | undefined,
  parameters: Record<string, string[]>,
  targetParameter: string | undefined,
): void {
  const document = documentNamed(account, name);
  const version = versionOf(document, wanted);
  if (!/^(?:Command|Policy|Automation)/.test(document.type))
    throw new ServiceError('InvalidDocument', `A document of type ${document.type} cannot be associated.`);
  if (document.type !== 'Command') {
    const given = targetParameter !== undefined && Object.hasOwn(parameters, targetParameter);
    if (given) throw new ServiceError('InvalidParameters', `The targets fill the parameter ${targetParameter}.`);
    return;
  }
  const [part] = parsed(version, document.type).parts;
  const faults = part === undefined ? [] : readParameters(compileCommand(part), parameters).faults;
  if (faults.length > 0) throw new ServiceError('InvalidParameters', faults.join('; '));
}

function checkTargets(account: Account, name: string, targets: readonly Target[]): void {
  const automation = documentNamed(account, name).type.startsWith('Automation');
  if (targets.length === 0 && !automation)
    throw new ServiceError('InvalidTarget', 'The association has no targets: name nodes with InstanceId or Targets.');
  if (!automation) targetedNodes(account, targets);
}

function checkSchedule(input: Omit<CreateAssociationRequest, 'Name'>): void {
  const { ScheduleExpression: schedule, ApplyOnlyAtCronInterval: onlyAtCron = false, ScheduleOffset: offset } = input;
  const refuse = (message: string): ServiceError => new ServiceError('InvalidSchedule', message);
  if (schedule === undefined) return;
  if (!isSchedule(schedule)) throw refuse(`The schedule ${schedule} is not valid.`);
  const minutes = /^rate\((\d+)\s*minutes?\)$/.exec(schedule)?.[1];
  if (minutes !== undefined && Number(minutes) < 30) throw refuse('The shortest rate of an association is 30 minutes.');
  const cron = schedule.startsWith('cron');
  if (onlyAtCron && schedule.startsWith('rate'))
    throw refuse('ApplyOnlyAtCronInterval is not supported for rate expressions.');
  if (offset !== undefined && !(cron && onlyAtCron))
    throw refuse('ScheduleOffset needs a cron expression and ApplyOnlyAtCronInterval.');
}
