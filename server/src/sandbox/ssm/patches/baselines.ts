/** Patch baselines: those that AWS defines, those of this account, and which of them counts for a node. */

import type {
  DescribePatchBaselinesRequest,
  GetDefaultPatchBaselineRequest,
  GetPatchBaselineForPatchGroupRequest,
  GetPatchBaselineRequest,
  GetPatchBaselineResult,
  PatchBaselineIdentity,
} from '@aws-sdk/client-ssm';
import { type Account, slice } from '../../account.ts';
import { digitsOf } from '../../chance.ts';
import { ServiceError } from '../../errors.ts';
import type { Machine } from '../../fleet.ts';
import { pageOf } from '../../pages.ts';
import { type OperatingSystem, operatingSystemOf } from './catalogue.ts';

export interface Baseline {
  id: string;
  name: string;
  system: string;
  description: string;
  owner: 'AWS' | 'Self';
  isDefault: boolean;
  groups: string[];
  approveAfterDays: number;
  created: number;
  modified: number;
  /** What somebody has said of it beyond that, as the API takes it. */
  details?: Partial<GetPatchBaselineResult>;
}

const ofAws: readonly (readonly [OperatingSystem, string])[] = [
  ['AMAZON_LINUX_2023', 'AWS-AmazonLinux2023DefaultPatchBaseline'],
  ['AMAZON_LINUX_2', 'AWS-AmazonLinux2DefaultPatchBaseline'],
  ['UBUNTU', 'AWS-UbuntuDefaultPatchBaseline'],
  ['REDHAT_ENTERPRISE_LINUX', 'AWS-RedHatDefaultPatchBaseline'],
  ['WINDOWS', 'AWS-DefaultPatchBaseline'],
];

/** Every baseline; those of AWS are among them, as which one is the default can be changed. */
export const baselines = slice<Baseline[]>('ssm.baselines', makeBaselines);

const made = Date.UTC(2024, 2, 1);

function makeBaselines(account: Account): Baseline[] {
  const id = (name: string): string => `pb-0${digitsOf(account, 16, name)}`;
  const own: Baseline = {
    id: id('prod-linux'),
    name: 'prod-linux',
    system: 'AMAZON_LINUX_2023',
    description: 'Critical and important patches of production, three days after their release.',
    owner: 'Self',
    isDefault: false,
    groups: ['linux-prod'],
    approveAfterDays: 3,
    created: made,
    modified: made,
  };
  return [
    ...ofAws.map(
      ([system, name]): Baseline => ({
        id: id(name),
        name,
        system,
        description: `The default patch baseline of ${system} that AWS provides.`,
        owner: 'AWS',
        isDefault: true,
        groups: [],
        approveAfterDays: 7,
        created: made,
        modified: made,
      }),
    ),
    own,
  ];
}

/** A baseline by its id or ARN. Throws `DoesNotExistException`. */
export function baselineNamed(account: Account, id: string): Baseline {
  const bare = id.replace(/^arn:.*:patchbaseline\//, '');
  const found = baselines(account).find((each) => each.id === bare);
  if (found === undefined) throw new ServiceError('DoesNotExistException', `Patch baseline ${id} does not exist.`);
  return found;
}

/** The baseline of a patch group and an operating system. */
function baselineFor(account: Account, system: string, group: string | undefined): Baseline {
  const all = baselines(account).filter((each) => each.system === system);
  const found =
    all.find(({ groups }) => group !== undefined && groups.includes(group)) ?? all.find((each) => each.isDefault);
  if (found === undefined) throw new ServiceError('DoesNotExistException', `There is no patch baseline for ${system}.`);
  return found;
}

export function baselineIdOf(account: Account, machine: Machine): string {
  return baselineFor(account, operatingSystemOf(machine), machine.tags['Patch Group']).id;
}

export function identityOf(account: Account, id: string): PatchBaselineIdentity {
  const { name, system, description, isDefault } = baselineNamed(account, id);
  return {
    BaselineId: id,
    BaselineName: name,
    OperatingSystem: system as OperatingSystem,
    BaselineDescription: description,
    DefaultBaseline: isDefault,
  };
}

/** Patch groups that are registered with a baseline of the account. */
export function registeredGroups(account: Account): { group: string; id: string }[] {
  return baselines(account).flatMap(({ id, groups }) => groups.map((group) => ({ group, id })));
}

export function describePatchBaselines(account: Account, input: DescribePatchBaselinesRequest) {
  const fields: Readonly<Record<string, (baseline: Baseline) => string>> = {
    OWNER: ({ owner }) => owner,
    NAME_PREFIX: ({ name }) => name,
    OPERATING_SYSTEM: ({ system }) => system,
  };
  const all = baselines(account).filter((baseline) =>
    (input.Filters ?? []).every(({ Key = '', Values = [] }) => {
      const field = Object.hasOwn(fields, Key) ? fields[Key] : undefined;
      if (field === undefined) throw new ServiceError('InvalidFilter', `The filter key ${Key} is not valid.`);
      const found = field(baseline);
      return Values.some((value) => (Key === 'NAME_PREFIX' ? found.startsWith(value) : found === value));
    }),
  );
  const page = pageOf('DescribePatchBaselines', all, input, 100);
  return { BaselineIdentities: page.items.map(({ id }) => identityOf(account, id)), NextToken: page.NextToken };
}

export function getPatchBaseline(account: Account, { BaselineId = '' }: GetPatchBaselineRequest) {
  const { id, name, system, description, groups, approveAfterDays, ...more } = baselineNamed(account, BaselineId);
  const windows = system === 'WINDOWS';
  return {
    BaselineId: id,
    Name: name,
    OperatingSystem: system as OperatingSystem,
    Description: description,
    GlobalFilters: { PatchFilters: [] },
    ApprovalRules: {
      PatchRules: [
        {
          PatchFilterGroup: {
            PatchFilters: [
              { Key: 'PRODUCT' as const, Values: ['*'] },
              {
                Key: 'CLASSIFICATION' as const,
                Values: windows ? ['CriticalUpdates', 'SecurityUpdates'] : ['Security', 'Bugfix'],
              },
              {
                Key: windows ? ('MSRC_SEVERITY' as const) : ('SEVERITY' as const),
                Values: ['Critical', 'Important'],
              },
            ],
          },
          ComplianceLevel: 'UNSPECIFIED' as const,
          ApproveAfterDays: approveAfterDays,
          EnableNonSecurity: false,
        },
      ],
    },
    ApprovedPatches: [],
    ApprovedPatchesComplianceLevel: 'UNSPECIFIED',
    ApprovedPatchesEnableNonSecurity: false,
    RejectedPatches: [],
    RejectedPatchesAction: 'ALLOW_AS_DEPENDENCY',
    Sources: [],
    ...more.details,
    PatchGroups: [...groups],
    CreatedDate: new Date(more.created),
    ModifiedDate: new Date(more.modified),
  };
}

export function getDefaultPatchBaseline(account: Account, input: GetDefaultPatchBaselineRequest) {
  const system = input.OperatingSystem ?? 'WINDOWS';
  return { BaselineId: baselineFor(account, system, undefined).id, OperatingSystem: system };
}

export function getPatchBaselineForPatchGroup(account: Account, input: GetPatchBaselineForPatchGroupRequest) {
  const { PatchGroup, OperatingSystem: system = 'WINDOWS' } = input;
  return { BaselineId: baselineFor(account, system, PatchGroup).id, PatchGroup, OperatingSystem: system };
}
