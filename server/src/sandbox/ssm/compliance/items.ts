/**
 * Compliance of nodes: with their patches and their associations, which are counted from these, and with whatever else
 * somebody has put.
 */

import type {
  ComplianceItem,
  ComplianceItemEntry,
  ComplianceSeverity,
  ComplianceStatus,
  PutComplianceItemsRequest,
} from '@aws-sdk/client-ssm';
import { type Account, slice } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import type { Machine } from '../../fleet.ts';
import { resultsOnNode } from '../associations/results.ts';
import { latestVersion, type Result } from '../associations/store.ts';
import { nodeNamed } from '../nodes.ts';
import { baselineIdOf } from '../patches/baselines.ts';
import { isLacking, lastRun, patchesOf } from '../patches/state.ts';

export interface Item {
  id: string;
  title: string;
  status: ComplianceStatus;
  severity: ComplianceSeverity;
  details: Record<string, string>;
}

export interface Execution {
  at: number;
  id?: string;
  type?: string;
}

/** The items of one type on one node. */
export interface Assessment {
  node: string;
  type: string;
  execution: Execution;
  items: Item[];
}

/** By node and type. */
export const ownAssessments = slice<Record<string, Record<string, Assessment>>>('ssm.compliance', () => ({}));

const severities: Readonly<Record<string, ComplianceSeverity>> = {
  Critical: 'CRITICAL',
  Important: 'HIGH',
  Medium: 'MEDIUM',
  Moderate: 'MEDIUM',
  Low: 'LOW',
};

export function patchSeverity({ severity }: { severity: string }): ComplianceSeverity {
  return severities[severity] ?? 'UNSPECIFIED';
}

/** True for what has not run yet, which counts for neither. */
export function isOpen({ status }: Result): boolean {
  return status === 'Pending' || status === 'InProgress';
}

export function isWell({ status }: Result): boolean {
  return status === 'Success' || status === 'Skipped';
}

function ofPatches(account: Account, machine: Machine): Assessment {
  const baseline = baselineIdOf(account, machine);
  return {
    node: machine.id,
    type: 'Patch',
    execution: { at: lastRun(account, machine).at, type: 'Command' },
    items: patchesOf(account, machine)
      .filter(({ state }) => state !== 'NotApplicable')
      .map((patch) => ({
        id: patch.kb,
        title: patch.title,
        status: isLacking(patch) ? 'NON_COMPLIANT' : 'COMPLIANT',
        severity: patchSeverity(patch),
        details: {
          Classification: patch.classification,
          PatchBaselineId: baseline,
          PatchGroup: machine.tags['Patch Group'] ?? '',
          PatchState: patch.state,
          PatchSeverity: patch.severity,
          ...(patch.cves !== '' && { CVEIds: patch.cves }),
        },
      })),
  };
}

function ofAssociations(account: Account, machine: Machine): Assessment {
  const results = resultsOnNode(account, machine).filter(({ result }) => !isOpen(result));
  return {
    node: machine.id,
    type: 'Association',
    execution: { at: Math.max(machine.registered, ...results.map(({ result }) => result.at)), type: 'Command' },
    items: results.map(({ association, result }) => {
      const { name, document, documentVersion, severity } = latestVersion(association);
      return {
        id: association.id,
        title: name ?? '',
        status: isWell(result) ? 'COMPLIANT' : 'NON_COMPLIANT',
        severity,
        details: { DocumentName: document, DocumentVersion: documentVersion ?? '$DEFAULT' },
      };
    }),
  };
}

/** All assessments of a node. */
export function assessmentsOf(account: Account, machine: Machine): Assessment[] {
  const own = ownAssessments(account)[machine.id] ?? {};
  return [ofPatches(account, machine), ofAssociations(account, machine), ...Object.values(own)].filter(
    ({ items }) => items.length > 0,
  );
}

export function itemOf(
  { node, type, execution }: Assessment,
  { id, title, status, severity, details }: Item,
): ComplianceItem {
  return {
    ComplianceType: type,
    ResourceType: 'ManagedInstance',
    ResourceId: node,
    Id: id,
    Title: title,
    Status: status,
    Severity: severity,
    ExecutionSummary: summaryOf(execution),
    Details: details,
  };
}

export function summaryOf({ at, id, type }: Execution) {
  return {
    ExecutionTime: new Date(at),
    ...(id !== undefined && { ExecutionId: id }),
    ...(type !== undefined && { ExecutionType: type }),
  };
}

export function putComplianceItems(account: Account, input: PutComplianceItemsRequest) {
  const { ResourceId = '', ResourceType, ComplianceType = '', ExecutionSummary, Items = [], UploadType } = input;
  if (ResourceType !== 'ManagedInstance')
    throw new ServiceError('ValidationException', `The resource type ${ResourceType} is not valid.`);
  if (!/^(?:Custom:.+|Association|Patch)$/.test(ComplianceType))
    throw new ServiceError(
      'InvalidItemContentException',
      `The compliance type ${ComplianceType} is not valid: Custom:name is.`,
    );
  const { id: node } = nodeNamed(account, ResourceId);
  const all = ownAssessments(account);
  const own = { ...all[node] };
  const given = Items.map(read);
  const before = UploadType === 'PARTIAL' ? (own[ComplianceType]?.items ?? []) : [];
  const changed = new Set(given.map(({ id }) => id));
  own[ComplianceType] = {
    node,
    type: ComplianceType,
    execution: {
      at: ExecutionSummary?.ExecutionTime?.getTime() ?? account.now(),
      ...(ExecutionSummary?.ExecutionId !== undefined && { id: ExecutionSummary.ExecutionId }),
      ...(ExecutionSummary?.ExecutionType !== undefined && { type: ExecutionSummary.ExecutionType }),
    },
    items: [...before.filter(({ id }) => !changed.has(id)), ...given],
  };
  all[node] = own;
  return {};
}

function read({
  Id = '',
  Title = '',
  Severity = 'UNSPECIFIED',
  Status = 'COMPLIANT',
  Details = {},
}: ComplianceItemEntry): Item {
  return { id: Id, title: Title, status: Status, severity: Severity, details: Details };
}
