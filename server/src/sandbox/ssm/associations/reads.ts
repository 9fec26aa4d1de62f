/** Reads associations: lists, descriptions, versions, their runs and what these did. */

import type {
  Association,
  AssociationDescription,
  AssociationExecution,
  DescribeAssociationExecutionsRequest,
  DescribeAssociationExecutionTargetsRequest,
  DescribeAssociationRequest,
  DescribeEffectiveInstanceAssociationsRequest,
  DescribeInstanceAssociationsStatusRequest,
  InstanceAssociationStatusInfo,
  ListAssociationsRequest,
  ListAssociationVersionsRequest,
} from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { fleetOf } from '../../fleet.ts';
import { pageOf } from '../../pages.ts';
import { documentNamed, versionOf } from '../documents.ts';
import { nodeNamed } from '../nodes.ts';
import { isTargeted } from '../targets.ts';
import { countsOf, resultsOf, resultsOnNode, sumOf } from './results.ts';
import {
  type AssociationVersion,
  associationFor,
  associationNamed,
  associationsOf,
  type Execution,
  latestVersion,
  type StoredAssociation,
  versionNumbered,
} from './store.ts';

function overviewOf(account: Account, association: StoredAssociation) {
  const last = association.executions.at(-1);
  if (last === undefined)
    return { Status: 'Pending', DetailedStatus: 'Creating', AssociationStatusAggregatedCount: {} };
  const { status, details, counts } = stateOf(account, association, last);
  return { Status: status, DetailedStatus: details, AssociationStatusAggregatedCount: counts };
}

function stateOf(account: Account, association: StoredAssociation, execution: Execution) {
  const counts = countsOf(resultsOf(account, association, execution).map(([, result]) => result));
  const none = Object.keys(counts).length === 0;
  if (execution.fault !== undefined) return { status: 'Failed', details: execution.fault, counts };
  // Nothing to do is a success: no node has the tags.
  const status = none ? 'Success' : sumOf(counts);
  return { status, details: none ? 'NoInstancesInTag' : status, counts };
}

function shared({ document, documentVersion, name, targets, schedule, offsetDays, durationHours }: AssociationVersion) {
  const [only] = targets;
  const [id, ...others] = only?.Key === 'InstanceIds' ? (only.Values ?? []) : [];
  return {
    Name: document,
    DocumentVersion: documentVersion ?? '$DEFAULT',
    Targets: targets,
    ...(targets.length === 1 && id !== undefined && id !== '*' && others.length === 0 && { InstanceId: id }),
    ...(name !== undefined && { AssociationName: name }),
    ...(schedule !== undefined && { ScheduleExpression: schedule }),
    ...(offsetDays !== undefined && { ScheduleOffset: offsetDays }),
    ...(durationHours !== undefined && { Duration: durationHours }),
  };
}

function settings(version: AssociationVersion) {
  return {
    Parameters: version.parameters,
    ...(version.maxConcurrency !== undefined && { MaxConcurrency: version.maxConcurrency }),
    ...(version.maxErrors !== undefined && { MaxErrors: version.maxErrors }),
    ComplianceSeverity: version.severity,
    SyncCompliance: version.manualCompliance ? ('MANUAL' as const) : ('AUTO' as const),
    ApplyOnlyAtCronInterval: version.onlyAtCron,
    CalendarNames: [],
  };
}

/** An association, or a version of it, in full. */
export function describe(
  account: Account,
  association: StoredAssociation,
  version = latestVersion(association),
): AssociationDescription {
  const last = association.executions.at(-1);
  const good = association.executions.findLast((each) => stateOf(account, association, each).status === 'Success');
  return {
    AssociationId: association.id,
    AssociationVersion: String(version.version),
    Date: new Date(association.versions[0]?.created ?? 0),
    LastUpdateAssociationDate: new Date(version.created),
    ...shared(version),
    ...settings(version),
    Overview: overviewOf(account, association),
    ...(version.targetParameter !== undefined && { AutomationTargetParameterName: version.targetParameter }),
    ...(last !== undefined && { LastExecutionDate: new Date(last.at) }),
    ...(good !== undefined && { LastSuccessfulExecutionDate: new Date(good.at) }),
  };
}

export function describeAssociation(account: Account, input: DescribeAssociationRequest) {
  const found = associationFor(account, input);
  return { AssociationDescription: describe(account, found, versionNumbered(found, input.AssociationVersion)) };
}

export function listAssociations(account: Account, input: ListAssociationsRequest) {
  const all = Object.values(associationsOf(account)).filter((association) =>
    (input.AssociationFilterList ?? []).every(({ key = '', value = '' }) => passes(account, association, key, value)),
  );
  const page = pageOf('ListAssociations', all, input);
  return {
    Associations: page.items.map((association): Association => {
      const last = association.executions.at(-1);
      const version = latestVersion(association);
      return {
        AssociationId: association.id,
        AssociationVersion: String(version.version),
        ...shared(version),
        Overview: overviewOf(account, association),
        ...(last !== undefined && { LastExecutionDate: new Date(last.at) }),
      };
    }),
    NextToken: page.NextToken,
  };
}

function passes(account: Account, association: StoredAssociation, key: string, value: string): boolean {
  const { document, name, targets, created } = latestVersion(association);
  const last = association.executions.at(-1)?.at ?? created;
  switch (key) {
    case 'Name':
      return document === value;
    case 'AssociationName':
      return name === value;
    case 'AssociationId':
      return association.id === value;
    case 'InstanceId': {
      const machine = Object.hasOwn(fleetOf(account), value) ? fleetOf(account)[value] : undefined;
      return machine !== undefined && isTargeted(account, machine, targets);
    }
    case 'AssociationStatusName':
      return overviewOf(account, association).Status === value;
    case 'LastExecutedBefore':
      return last < Date.parse(value);
    case 'LastExecutedAfter':
      return last > Date.parse(value);
    default:
      return targets.some(({ Key = '' }) => key === 'ResourceGroupName' && Key === 'resource-groups:Name');
  }
}

export function listAssociationVersions(account: Account, input: ListAssociationVersionsRequest) {
  const association = associationNamed(account, input.AssociationId ?? '');
  const page = pageOf(`versions ${association.id}`, association.versions, input);
  return {
    AssociationVersions: page.items.map((version) => ({
      AssociationId: association.id,
      AssociationVersion: String(version.version),
      CreatedDate: new Date(version.created),
      ...shared(version),
      ...settings(version),
    })),
    NextToken: page.NextToken,
  };
}

export function describeAssociationExecutions(account: Account, input: DescribeAssociationExecutionsRequest) {
  const association = associationNamed(account, input.AssociationId ?? '');
  const all = association.executions
    .toReversed()
    .map((execution) => executionOf(account, association, execution))
    .filter((execution) =>
      (input.Filters ?? []).every(({ Key, Value = '', Type = 'EQUAL' }) => {
        if (Key === 'ExecutionId') return execution.ExecutionId === Value;
        if (Key === 'Status') return execution.Status === Value;
        const [at, than] = [execution.CreatedTime?.getTime() ?? 0, Date.parse(Value)];
        return Type === 'LESS_THAN' ? at < than : Type === 'GREATER_THAN' ? at > than : at === than;
      }),
    );
  const page = pageOf(`executions ${association.id}`, all, input);
  return { AssociationExecutions: page.items, NextToken: page.NextToken };
}

function executionOf(account: Account, association: StoredAssociation, execution: Execution): AssociationExecution {
  const { status, details, counts } = stateOf(account, association, execution);
  const each = Object.entries(counts).map(([name, count]) => `${name}=${count}`);
  return {
    AssociationId: association.id,
    AssociationVersion: String(execution.version),
    ExecutionId: execution.id,
    Status: status,
    DetailedStatus: details,
    CreatedTime: new Date(execution.at),
    LastExecutionDate: new Date(execution.at),
    ResourceCountByStatus: `{${each.join(', ')}}`,
  };
}

export function describeAssociationExecutionTargets(
  account: Account,
  input: DescribeAssociationExecutionTargetsRequest,
) {
  const association = associationNamed(account, input.AssociationId ?? '');
  const execution = association.executions.find(({ id }) => id === input.ExecutionId);
  if (execution === undefined)
    throw new ServiceError('AssociationExecutionDoesNotExist', `The execution ${input.ExecutionId} does not exist.`);
  const source = execution.command ?? execution.automation;
  const all = resultsOf(account, association, execution)
    .map(([id, { status, details, at }]) => ({
      AssociationId: association.id,
      AssociationVersion: String(execution.version),
      ExecutionId: execution.id,
      ResourceId: id,
      ResourceType: execution.automation === undefined ? 'ManagedInstance' : 'AutomationExecution',
      Status: status,
      DetailedStatus: details,
      LastExecutionDate: new Date(at),
      ...(source !== undefined && {
        OutputSource: {
          OutputSourceId: source,
          OutputSourceType: execution.command === undefined ? 'Automation' : 'RunCommand',
        },
      }),
    }))
    .filter((target) =>
      (input.Filters ?? []).every(({ Key, Value }) =>
        Key === 'Status'
          ? target.Status === Value
          : Key === 'ResourceId'
            ? target.ResourceId === Value
            : target.ResourceType === Value,
      ),
    );
  const page = pageOf(`targets ${execution.id}`, all, input);
  return { AssociationExecutionTargets: page.items, NextToken: page.NextToken };
}

export function describeInstanceAssociationsStatus(account: Account, input: DescribeInstanceAssociationsStatusRequest) {
  const machine = nodeNamed(account, input.InstanceId ?? '');
  const page = pageOf(`associations ${machine.id}`, resultsOnNode(account, machine), input);
  return {
    InstanceAssociationStatusInfos: page.items.map(
      ({ association, execution, result }): InstanceAssociationStatusInfo => {
        const version = latestVersion(association);
        return {
          AssociationId: association.id,
          AssociationVersion: String(execution?.version ?? version.version),
          Name: version.document,
          DocumentVersion: versionOf(documentNamed(account, version.document), version.documentVersion).version,
          InstanceId: machine.id,
          ExecutionDate: new Date(result.at),
          Status: result.status,
          DetailedStatus: result.details,
          ExecutionSummary: `1 out of 1 plugin processed, ${result.status === 'Success' ? 1 : 0} success, ${result.status === 'Failed' ? 1 : 0} failed, 0 timedout, 0 skipped.`,
          ...(version.name !== undefined && { AssociationName: version.name }),
        };
      },
    ),
    NextToken: page.NextToken,
  };
}

export function describeEffectiveInstanceAssociations(
  account: Account,
  input: DescribeEffectiveInstanceAssociationsRequest,
) {
  const machine = nodeNamed(account, input.InstanceId ?? '');
  const all = Object.values(associationsOf(account)).filter((each) =>
    isTargeted(account, machine, latestVersion(each).targets),
  );
  const page = pageOf(`effective ${machine.id}`, all, input, 5);
  return {
    Associations: page.items.map((association) => {
      const { document, documentVersion, version } = latestVersion(association);
      return {
        AssociationId: association.id,
        InstanceId: machine.id,
        AssociationVersion: String(version),
        Content: versionOf(documentNamed(account, document), documentVersion).content,
      };
    }),
    NextToken: page.NextToken,
  };
}
