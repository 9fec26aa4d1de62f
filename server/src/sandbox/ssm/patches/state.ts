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

/**
 * Tells the state of each patch of a node, in the order of the catalogue; `late` for one that only the last installation has
 * brought. Nothing is made for it, as sums over a fleet ask for a quarter of a million.
 */
export function eachPatch(
  account: Account,
  machine: Machine,
  tell: (patch: Patch, state: PatchStateName, index: number, late: boolean) => void,
): void {
  const install = done(account)[machine.id]?.install;
  const random = chance(account, machine.id, 'patches');
  // Some nodes are well kept, and some are behind.
  const care = random();
  const behind = care < 0.45 ? 0 : care < 0.85 ? 0.12 : 0.4;
  const patches = patchesFor[operatingSystemOf(machine)];
  for (const [index, patch] of patches.entries()) {
    const first = random();
    const second = random();
    if (first >= behind)
      tell(patch, second < 0.06 ? 'NotApplicable' : second < 0.15 ? 'InstalledOther' : 'Installed', index, false);
    else if (install === undefined) tell(patch, second < 0.08 ? 'Failed' : 'Missing', index, false);
    else {
      // An update of the kernel waits for the next start.
      const waits = install.reboot === 'NoReboot' && /^kernel|Cumulative/.test(patch.title);
      tell(patch, waits ? 'InstalledPendingReboot' : 'Installed', index, true);
    }
  }
}

/** The patches of a node. */
export function patchesOf(account: Account, machine: Machine): NodePatch[] {
  const install = done(account)[machine.id]?.install;
  const seed = account.settings.seed + machine.registered;
  const list: NodePatch[] = [];
  eachPatch(account, machine, (patch, state, index, late) => {
    const there = state === 'Installed' || state === 'InstalledOther';
    const before = there ? machine.registered + ((seed + index * 7919) % (15 * day)) : undefined;
    list.push({ ...patch, state, installed: late ? install?.at : before });
  });
  return list;
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
  const missing = countsOf(account, machine);
  if (answers(machine))
    done(account)[machine.id] = {
      last: run,
      ...(before?.install !== undefined && { install: before.install }),
      ...(operation === 'Install' && { install: run }),
    };
  const after = countsOf(account, machine);
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

export type PatchCounts = Record<PatchStateName | 'critical' | 'security' | 'other', number>;

/** How many patches of a node are in each state, and of those that it lacks, how many are critical, for security, others. */
export function countsOf(account: Account, machine: Machine): PatchCounts {
  const counts: PatchCounts = {
    Installed: 0,
    InstalledOther: 0,
    InstalledPendingReboot: 0,
    Missing: 0,
    Failed: 0,
    NotApplicable: 0,
    critical: 0,
    security: 0,
    other: 0,
  };
  eachPatch(account, machine, ({ severity, classification }, state) => {
    counts[state]++;
    if (!isLacking({ state })) return;
    if (severity === 'Critical') counts.critical++;
    else if (classification.startsWith('Security')) counts.security++;
    else counts.other++;
  });
  return counts;
}

/** True for a patch that its baseline demands and the node lacks. */
export function isLacking({ state }: Pick<NodePatch, 'state'>): boolean {
  return state === 'Missing' || state === 'Failed' || state === 'InstalledPendingReboot';
}
