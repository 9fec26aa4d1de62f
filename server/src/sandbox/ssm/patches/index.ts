/** Patch Manager: states of nodes and of groups, and the patches of a node. */

import type {
  DescribeInstancePatchesRequest,
  DescribeInstancePatchStatesForPatchGroupRequest,
  DescribeInstancePatchStatesRequest,
  DescribePatchGroupStateRequest,
  DescribePatchGroupsRequest,
  InstancePatchState,
  InstancePatchStateFilter,
  PatchComplianceData,
  PatchComplianceDataState,
} from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import { uuidOf } from '../../chance.ts';
import { ServiceError } from '../../errors.ts';
import { fleetOf, type Machine, managedNodes } from '../../fleet.ts';
import type { Operations } from '../../operations.ts';
import { pageOf } from '../../pages.ts';
import { nodeNamed } from '../nodes.ts';
import * as changes from './baselineChanges.ts';
import * as baselines from './baselines.ts';
import { countsOf, lastRun, type NodePatch, patchesOf } from './state.ts';

function patchStateOf(account: Account, machine: Machine): InstancePatchState {
  const run = lastRun(account, machine);
  return {
    ...patchCounts(account, machine),
    InstanceId: machine.id,
    PatchGroup: machine.tags['Patch Group'] ?? '',
    BaselineId: baselines.baselineIdOf(account, machine),
    SnapshotId: uuidOf(account, machine.id, 'patches', String(run.at)),
    OwnerInformation: '',
    OperationStartTime: new Date(run.at - 90_000),
    OperationEndTime: new Date(run.at),
    Operation: run.operation,
    ...(run.operation === 'Install' &&
      run.reboot === 'NoReboot' && { LastNoRebootInstallOperationTime: new Date(run.at) }),
    RebootOption: run.reboot,
  };
}

/** The counts of a state, by the names of the API. */
function patchCounts(account: Account, machine: Machine) {
  const counts = countsOf(account, machine);
  return {
    InstalledCount: counts.Installed,
    InstalledOtherCount: counts.InstalledOther,
    InstalledPendingRebootCount: counts.InstalledPendingReboot,
    InstalledRejectedCount: 0,
    MissingCount: counts.Missing,
    FailedCount: counts.Failed,
    UnreportedNotApplicableCount: 0,
    NotApplicableCount: counts.NotApplicable,
    AvailableSecurityUpdateCount: 0,
    CriticalNonCompliantCount: counts.critical,
    SecurityNonCompliantCount: counts.security,
    OtherNonCompliantCount: counts.other,
  };
}

type Counts = ReturnType<typeof patchCounts>;

function describeInstancePatchStates(account: Account, input: DescribeInstancePatchStatesRequest) {
  const { InstanceIds = [] } = input;
  // A node that was never heard of has no state; the service leaves it out.
  const nodes = InstanceIds.flatMap((id) =>
    Object.hasOwn(fleetOf(account), id) ? [fleetOf(account)[id] as Machine] : [],
  );
  const page = pageOf('DescribeInstancePatchStates', nodes, input, 100);
  return {
    InstancePatchStates: page.items.map((machine) => patchStateOf(account, machine)),
    NextToken: page.NextToken,
  };
}

function inGroup(account: Account, group: string | undefined): Machine[] {
  return managedNodes(account).filter(({ tags }) => tags['Patch Group'] === group);
}

const comparisons: Readonly<Record<string, (count: number, value: number) => boolean>> = {
  Equal: (count, value) => count === value,
  NotEqual: (count, value) => count !== value,
  LessThan: (count, value) => count < value,
  GreaterThan: (count, value) => count > value,
};

function passesCounts(counts: Counts, filters: readonly InstancePatchStateFilter[]): boolean {
  return filters.every(({ Key = '', Values = [], Type = 'Equal' }) => {
    const count = Object.hasOwn(counts, Key) ? counts[Key as keyof Counts] : undefined;
    if (count === undefined) throw new ServiceError('InvalidFilter', `The filter key ${Key} is not valid.`);
    return Values.some((value) => comparisons[Type]?.(count, Number(value)));
  });
}

function describeInstancePatchStatesForPatchGroup(
  account: Account,
  input: DescribeInstancePatchStatesForPatchGroupRequest,
) {
  const { PatchGroup, Filters = [] } = input;
  const nodes = inGroup(account, PatchGroup);
  // Counting costs; without a filter it is done for the page alone.
  const passing =
    Filters.length === 0 ? nodes : nodes.filter((node) => passesCounts(patchCounts(account, node), Filters));
  const page = pageOf(`patch states ${PatchGroup}`, passing, input, 100);
  return {
    InstancePatchStates: page.items.map((machine) => patchStateOf(account, machine)),
    NextToken: page.NextToken,
  };
}

const patchFields: Readonly<Record<string, (patch: NodePatch) => string>> = {
  Title: ({ title }) => title,
  KBId: ({ kb }) => kb,
  Classification: ({ classification }) => classification,
  Severity: ({ severity }) => severity,
  State: ({ state }) => state,
};

function describeInstancePatches(account: Account, input: DescribeInstancePatchesRequest) {
  const { InstanceId = '', Filters = [] } = input;
  const patches = patchesOf(account, nodeNamed(account, InstanceId)).filter((patch) =>
    Filters.every(({ Key = '', Values = [] }) => {
      const field = Object.hasOwn(patchFields, Key) ? patchFields[Key] : undefined;
      if (field === undefined) throw new ServiceError('InvalidFilter', `The filter key ${Key} is not valid.`);
      // Guides write a state as `Missing`, the API answers `MISSING`.
      const plain = (text: string): string => (Key === 'State' ? text.replaceAll('_', '').toLowerCase() : text);
      return Values.some((value) => plain(value) === plain(field(patch)));
    }),
  );
  const page = pageOf(`patches ${InstanceId}`, patches, input, 100);
  return {
    Patches: page.items.map(
      (patch): PatchComplianceData => ({
        Title: patch.title,
        KBId: patch.kb,
        Classification: patch.classification,
        Severity: patch.severity,
        State: onTheWire(patch),
        InstalledTime: new Date(patch.installed ?? 0),
        ...(patch.cves !== '' && { CVEIds: patch.cves }),
      }),
    ),
    NextToken: page.NextToken,
  };
}

function onTheWire({ state }: NodePatch): PatchComplianceDataState {
  return state.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase() as PatchComplianceDataState;
}

function describePatchGroups(account: Account, input: DescribePatchGroupsRequest) {
  const page = pageOf('DescribePatchGroups', baselines.registeredGroups(account), input, 100);
  return {
    Mappings: page.items.map(({ group, id }) => ({
      PatchGroup: group,
      BaselineIdentity: baselines.identityOf(account, id),
    })),
    NextToken: page.NextToken,
  };
}

function describePatchGroupState(account: Account, { PatchGroup }: DescribePatchGroupStateRequest) {
  const states = inGroup(account, PatchGroup).map((machine) => patchCounts(account, machine));
  const having = (key: keyof Counts): number => states.filter((state) => state[key] > 0).length;
  return {
    Instances: states.length,
    InstancesWithInstalledPatches: having('InstalledCount'),
    InstancesWithInstalledOtherPatches: having('InstalledOtherCount'),
    InstancesWithInstalledPendingRebootPatches: having('InstalledPendingRebootCount'),
    InstancesWithInstalledRejectedPatches: 0,
    InstancesWithMissingPatches: having('MissingCount'),
    InstancesWithFailedPatches: having('FailedCount'),
    InstancesWithNotApplicablePatches: having('NotApplicableCount'),
    InstancesWithUnreportedNotApplicablePatches: 0,
    InstancesWithCriticalNonCompliantPatches: having('CriticalNonCompliantCount'),
    InstancesWithSecurityNonCompliantPatches: having('SecurityNonCompliantCount'),
    InstancesWithOtherNonCompliantPatches: having('OtherNonCompliantCount'),
  };
}

export const operations: Operations = {
  CreatePatchBaseline: changes.createPatchBaseline,
  DeletePatchBaseline: changes.deletePatchBaseline,
  DeregisterPatchBaselineForPatchGroup: changes.deregisterForPatchGroup,
  DescribeInstancePatchStates: describeInstancePatchStates,
  DescribeInstancePatchStatesForPatchGroup: describeInstancePatchStatesForPatchGroup,
  DescribeInstancePatches: describeInstancePatches,
  DescribePatchBaselines: baselines.describePatchBaselines,
  DescribePatchGroupState: describePatchGroupState,
  DescribePatchGroups: describePatchGroups,
  GetDefaultPatchBaseline: baselines.getDefaultPatchBaseline,
  GetPatchBaseline: baselines.getPatchBaseline,
  GetPatchBaselineForPatchGroup: baselines.getPatchBaselineForPatchGroup,
  RegisterDefaultPatchBaseline: changes.registerDefault,
  RegisterPatchBaselineForPatchGroup: changes.registerForPatchGroup,
  UpdatePatchBaseline: changes.updatePatchBaseline,
};
