/** Associations as the account keeps them, and their runs. */

import type { AssociationComplianceSeverity, DescribeAssociationRequest, Target } from '@aws-sdk/client-ssm';
import { type Account, slice } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { firstAssociations } from '../demo/associations.ts';

/** What a version of an association says; an update makes the next one. */
export interface AssociationVersion {
  version: number;
  created: number;
  document: string;
  documentVersion?: string;
  name?: string;
  targets: Target[];
  parameters: Record<string, string[]>;
  schedule?: string;
  offsetDays?: number;
  /** Runs at the times of its schedule alone, and not when it is made or changed. */
  onlyAtCron: boolean;
  maxConcurrency?: string;
  maxErrors?: string;
  severity: AssociationComplianceSeverity;
  manualCompliance: boolean;
  /** Of a runbook: the parameter that takes the targets. */
  targetParameter?: string;
  durationHours?: number;
}

export type ResultStatus = 'Pending' | 'InProgress' | 'Success' | 'Failed' | 'TimedOut' | 'Skipped' | 'Cancelled';

export interface Result {
  status: ResultStatus;
  details: string;
  at: number;
}

/** One run of an association. */
export interface Execution {
  id: string;
  at: number;
  version: number;
  /** The command or automation that does the work; none for a run of the time before the account began. */
  command?: string;
  automation?: string;
  /** By node, or by automation. */
  results: Record<string, Result>;
  /** Why it could not start. */
  fault?: string;
}

export interface StoredAssociation {
  id: string;
  /** Oldest first; never empty. */
  versions: AssociationVersion[];
  /** Oldest first; the latest thirty. */
  executions: Execution[];
}

const stored = slice<Record<string, StoredAssociation>>('ssm.associations', firstAssociations);

export function associationsOf(account: Account): Record<string, StoredAssociation> {
  return stored(account);
}

export function associationNamed(account: Account, id: string): StoredAssociation {
  const all = stored(account);
  const found = Object.hasOwn(all, id) ? all[id] : undefined;
  if (found === undefined) throw new ServiceError('AssociationDoesNotExist', `Association ${id} does not exist.`);
  return found;
}

export function latestVersion({ versions }: StoredAssociation): AssociationVersion {
  return versions.at(-1) as AssociationVersion;
}

/** The number of a version, or `$LATEST`. */
export function versionNumbered(association: StoredAssociation, wanted = '$LATEST'): AssociationVersion {
  const found =
    wanted === '$LATEST'
      ? latestVersion(association)
      : association.versions.find(({ version }) => String(version) === wanted);
  if (found === undefined)
    throw new ServiceError('InvalidAssociationVersion', `The association has no version ${wanted}.`);
  return found;
}

/** An association by its id, or by its document and node, the old way. */
export function associationFor(
  account: Account,
  { AssociationId, Name, InstanceId }: DescribeAssociationRequest,
): StoredAssociation {
  if (AssociationId !== undefined) return associationNamed(account, AssociationId);
  const found = Object.values(stored(account)).find((each) => isOf(latestVersion(each), Name, InstanceId));
  if (found === undefined)
    throw new ServiceError('AssociationDoesNotExist', 'The specified association does not exist.');
  return found;
}

/** True for an association that a document and a node name, the old way. */
function isOf(version: AssociationVersion, name: string | undefined, node: string | undefined): boolean {
  const [target] = version.targets;
  return version.document === name && target?.Key === 'InstanceIds' && (target.Values ?? []).includes(node ?? '');
}
