/**
 * Which patches a node has: made up by the seed, and changed by what AWS-RunPatchBaseline has done on the node since. Counts
 * are counted from the list, so that both always agree.
 */

import { type Account, slice } from '../../account.ts';
import { chance } from '../../chance.ts';
import { answers, lastPing, type Machine } from '../../fleet.ts';
import { operatingSystemOf, type Patch, patchesFor } from './catalogue.ts';

export type PatchStateName =
  | 'Installed'
  | 'InstalledOther'
  | 'InstalledPendingReboot'
  | 'Missing'
  | 'Failed'
  | 'NotApplicable';

export interface NodePatch extends Patch {
  state: PatchStateName;
  /** When it was installed; undefined for one that is not. */
  installed: number | undefined;
}

export interface PatchRun {
  operation: 'Scan' | 'Install';
  at: number;
  reboot: 'RebootIfNeeded' | 'NoReboot';
}

interface Done {
  last: PatchRun;
  /** The last installation, which is what changed the node. */
  install?: PatchRun;
}

const done = slice<Record<string, Done>>('ssm.patchRuns', () => ({}));

const day = 86_400_000;

/** What was last done about the patches of a node: by a run of the account, else a nightly scan. */
export function lastRun(account: Account, machine: Machine): PatchRun {
  const own = done(account)[machine.id];
  if (own !== undefined) return own.last;
  const now = Math.min(account.now(), lastPing(machine, account.now()));
  const minutes = 120 + Math.floor(chance(account, machine.id, 'scan')() * 45);
  const today = now - (now % day) + minutes * 60_000;
  return { operation: 'Scan', at: today > now ? today - day : today, reboot: 'NoReboot' };
}

/** The patches of a node. */
export function patchesOf(account: Account, machine: Machine): NodePatch[] {
  const install = done(account)[machine.id]?.install;
  const random = chance(account, machine.id, 'patches');
  // Some nodes are well kept, and some are behind.
  const care = random();
  const behind = care < 0.45 ? 0 : care < 0.85 ? 0.12 : 0.4;
  const found = account.settings.seed + machine.registered;
  return patchesFor[operatingSystemOf(machine)].map((patch, index): NodePatch => {
    const [first, second] = [random(), random()];
    const had = machine.registered + ((found + index * 7919) % (15 * day));
    if (first < behind) {
      const state = second < 0.08 ? 'Failed' : 'Missing';
      if (install === undefined) return { ...patch, state, installed: undefined };
      // An update of the kernel waits for the next start.
      const waits = install.reboot === 'NoReboot' && /^kernel|Cumulative/.test(patch.title);
      return { ...patch, state: waits ? 'InstalledPendingReboot' : 'Installed', installed: install.at };
    }
    if (second < 0.06) return { ...patch, state: 'NotApplicable', installed: undefined };
    return { ...patch, state: second < 0.15 ? 'InstalledOther' : 'Installed', installed: had };
  });
}

/** Runs the operation on a node, and says what the node would print. */
export function patchNode(
  account: Account,
  machine: Machine,
  operation: 'Scan' | 'Install',
  noReboot: boolean,
): string {
  const run: PatchRun = { operation, at: account.now(), reboot: noReboot ? 'NoReboot' : 'RebootIfNeeded' };
  const before = done(account)[machine.id];
  const missing = counted(patchesOf(account, machine));
  if (answers(machine))
    done(account)[machine.id] = {
      last: run,
      ...(before?.install !== undefined && { install: before.install }),
      ...(operation === 'Install' && { install: run }),
    };
  const after = counted(patchesOf(account, machine));
  return [
    `Patch operation ${operation} on ${machine.id}`,
    ...(operation === 'Install' ? [`Installed ${missing.Missing + missing.Failed} patches`] : []),
    `InstalledCount: ${after.Installed}`,
    `MissingCount: ${after.Missing}`,
    `FailedCount: ${after.Failed}`,
    `InstalledPendingRebootCount: ${after.InstalledPendingReboot}`,
    '',
  ].join('\n');
}

/** How many patches are in each state. */
export function counted(patches: readonly NodePatch[]): Record<PatchStateName, number> {
  const counts: Record<PatchStateName, number> = {
    Installed: 0,
    InstalledOther: 0,
    InstalledPendingReboot: 0,
    Missing: 0,
    Failed: 0,
    NotApplicable: 0,
  };
  for (const { state } of patches) counts[state]++;
  return counts;
}

/** True for a patch that its baseline demands and the node lacks. */
export function isLacking({ state }: NodePatch): boolean {
  return state === 'Missing' || state === 'Failed' || state === 'InstalledPendingReboot';
}
