/** Creates, changes and deletes patch baselines, and says for which patch groups and systems they count. */

import type {
  CreatePatchBaselineRequest,
  DeletePatchBaselineRequest,
  DeregisterPatchBaselineForPatchGroupRequest,
  GetPatchBaselineResult,
  RegisterDefaultPatchBaselineRequest,
  RegisterPatchBaselineForPatchGroupRequest,
  UpdatePatchBaselineRequest,
} from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import { ServiceError } from '../../errors.ts';
import { tagsOf } from '../tags.ts';
import { type Baseline, baselineNamed, baselines, getPatchBaseline } from './baselines.ts';

const most = 50;

type Given = Omit<UpdatePatchBaselineRequest, 'BaselineId' | 'Replace' | 'Name' | 'Description'>;

function detailsOf(given: Given): Partial<GetPatchBaselineResult> {
  const named = {
    GlobalFilters: given.GlobalFilters,
    ApprovalRules: given.ApprovalRules,
    ApprovedPatches: given.ApprovedPatches,
    ApprovedPatchesComplianceLevel: given.ApprovedPatchesComplianceLevel,
    ApprovedPatchesEnableNonSecurity: given.ApprovedPatchesEnableNonSecurity,
    RejectedPatches: given.RejectedPatches,
    RejectedPatchesAction: given.RejectedPatchesAction,
    Sources: given.Sources,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

export function createPatchBaseline(account: Account, input: CreatePatchBaselineRequest) {
  const { Name = '', OperatingSystem = 'WINDOWS', Description = '' } = input;
  const list = baselines(account);
  if (list.filter(({ owner }) => owner === 'Self').length >= most)
    throw new ServiceError('ResourceLimitExceededException', `An account has at most ${most} patch baselines.`);
  const now = account.now();
  const baseline: Baseline = {
    id: `pb-0${account.hex(16)}`,
    name: Name,
    system: OperatingSystem,
    description: Description,
    owner: 'Self',
    isDefault: false,
    groups: [],
    approveAfterDays: 0,
    created: now,
    modified: now,
    // What a new one does not say it does not have.
    details: { ApprovalRules: { PatchRules: [] }, ...detailsOf(input) },
  };
  list.push(baseline);
  tagsOf(account).set('PatchBaseline', baseline.id, input.Tags ?? []);
  return { BaselineId: baseline.id };
}

function ownNamed(account: Account, id: string): Baseline {
  const found = baselineNamed(account, id);
  if (found.owner !== 'Self')
    throw new ServiceError('DoesNotExistException', `Patch baseline ${id} is none of this account.`);
  return found;
}

export function updatePatchBaseline(account: Account, input: UpdatePatchBaselineRequest) {
  const { BaselineId = '', Replace = false, Name, Description } = input;
  const baseline = ownNamed(account, BaselineId);
  if (Name !== undefined) baseline.name = Name;
  if (Description !== undefined || Replace) baseline.description = Description ?? '';
  const emptied = Replace ? { ApprovalRules: { PatchRules: [] } } : baseline.details;
  baseline.details = { ...emptied, ...detailsOf(input) };
  baseline.modified = account.now();
  return getPatchBaseline(account, { BaselineId });
}

/** Deleting one that is not there succeeds; one that patch groups have does not go. */
export function deletePatchBaseline(account: Account, { BaselineId = '' }: DeletePatchBaselineRequest) {
  const list = baselines(account);
  const at = list.findIndex(({ id, owner }) => id === BaselineId && owner === 'Self');
  const found = list[at];
  if (found === undefined) return { BaselineId };
  if (found.groups.length > 0 || found.isDefault)
    throw new ServiceError('ResourceInUseException', `Patch baseline ${BaselineId} is in use.`);
  list.splice(at, 1);
  tagsOf(account).remove('PatchBaseline', BaselineId);
  return { BaselineId };
}

export function registerForPatchGroup(account: Account, input: RegisterPatchBaselineForPatchGroupRequest) {
  const { BaselineId = '', PatchGroup = '' } = input;
  const baseline = baselineNamed(account, BaselineId);
  const other = baselines(account).find(
    ({ system, groups }) => system === baseline.system && groups.includes(PatchGroup),
  );
  if (other !== undefined)
    throw new ServiceError(
      'AlreadyExistsException',
      `Patch group ${PatchGroup} is registered with ${other.id} already.`,
    );
  baseline.groups.push(PatchGroup);
  return { BaselineId, PatchGroup };
}

export function deregisterForPatchGroup(account: Account, input: DeregisterPatchBaselineForPatchGroupRequest) {
  const { BaselineId = '', PatchGroup = '' } = input;
  const baseline = baselineNamed(account, BaselineId);
  baseline.groups = baseline.groups.filter((group) => group !== PatchGroup);
  return { BaselineId, PatchGroup };
}

export function registerDefault(account: Account, { BaselineId = '' }: RegisterDefaultPatchBaselineRequest) {
  const baseline = baselineNamed(account, BaselineId);
  for (const each of baselines(account)) if (each.system === baseline.system) each.isDefault = each === baseline;
  return { BaselineId: baseline.id };
}
