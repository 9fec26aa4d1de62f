/**
 * How compliant each node is by type, in two bytes: sums over ten thousand nodes are made of these, and the items of a node
 * only when somebody asks for them.
 */

import type { ComplianceSeverity } from '@aws-sdk/client-ssm';
import type { Account } from '../../account.ts';
import { type Machine, managedNodes } from '../../fleet.ts';
import { resultsOnNode } from '../associations/results.ts';
import { latestVersion } from '../associations/store.ts';
import { eachPatch, isLacking } from '../patches/state.ts';
import { isOpen, isWell, ownAssessments, patchSeverity } from './items.ts';

export const ranks: readonly ComplianceSeverity[] = [
  'CRITICAL',
  'HIGH',
  'MEDIUM',
  'LOW',
  'INFORMATIONAL',
  'UNSPECIFIED',
];

/** One type of one node. */
export interface Score {
  machine: Machine;
  type: string;
  lacking: boolean;
  /** The worst severity of what it lacks. */
  worst: ComplianceSeverity;
}

/** Nothing of the type, all well, or the place of the worst severity of what is lacking, plus two. */
const nothing = 0;
const well = 1;

interface Table {
  machines: Machine[];
  patches: Uint8Array;
  associations: Uint8Array;
}

/** Every type of every node that has anything of it. */
export function* scores(account: Account): Generator<Score, void> {
  const table = account.worksOut('ssm.compliance', () => tableOf(account));
  const own = ownAssessments(account);
  for (const [index, machine] of table.machines.entries()) {
    yield* scoreOf(machine, 'Patch', table.patches[index] ?? nothing);
    yield* scoreOf(machine, 'Association', table.associations[index] ?? nothing);
    for (const { type, items } of Object.values(own[machine.id] ?? {})) {
      const code = codeOf(items.map(({ status, severity }) => [status === 'COMPLIANT', severity]));
      yield* scoreOf(machine, type, code);
    }
  }
}

function scoreOf(machine: Machine, type: string, code: number): Score[] {
  if (code === nothing) return [];
  return [{ machine, type, lacking: code !== well, worst: ranks[code - 2] ?? 'UNSPECIFIED' }];
}

function tableOf(account: Account): Table {
  const machines = managedNodes(account);
  const patches = Uint8Array.from(machines, (machine) => patchCode(account, machine));
  const associations = Uint8Array.from(machines, (machine) =>
    codeOf(
      resultsOnNode(account, machine).flatMap(({ association, result }) =>
        isOpen(result) ? [] : [[isWell(result), latestVersion(association).severity] as const],
      ),
    ),
  );
  return { machines, patches, associations };
}

function codeOf(found: readonly (readonly [isWell: boolean, severity: ComplianceSeverity])[]): number {
  let code = found.length === 0 ? nothing : well;
  for (const [good, severity] of found) if (!good) code = worse(code, severity);
  return code;
}

function worse(code: number, severity: ComplianceSeverity): number {
  const rank = ranks.indexOf(severity) + 2;
  return code <= well ? rank : Math.min(code, rank);
}

function patchCode(account: Account, machine: Machine): number {
  let code = nothing;
  eachPatch(account, machine, (patch, state) => {
    if (state === 'NotApplicable') return;
    if (isLacking({ state })) code = worse(code, patchSeverity(patch));
    else if (code === nothing) code = well;
  });
  return code;
}
