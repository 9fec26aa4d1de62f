/**
 * Documents that are well known to take something away: a run of one is asked about once before it begins.
 *
 * AWS names its documents by what they do, so that the verb tells. Documents of others are told by their steps.
 */

import type { StepsView } from '../kinds/steps.ts';
import { get, textOf } from '../syntax/node.ts';

const verbs: readonly [RegExp, string][] = [
  [/^Terminate/, 'terminates what it is run on, which cannot be undone'],
  [/^Delete/, 'deletes what it is run on, which cannot be undone'],
  [/^(?:Stop|ASGEnterStandby)/, 'takes what it is run on out of work'],
  [/^(?:Restart|Reboot|Resize)/, 'stops what it is run on for a while'],
  [/^(?:Remove|Revoke|Detach|Disable|Release|Cancel)/, 'takes something away from what it is run on'],
];

const named: Readonly<Record<string, string>> = {
  'AWS-RunPatchBaseline': 'installs patches and reboots nodes, unless its Operation is Scan',
  'AWS-RunPatchBaselineAssociation': 'installs patches and reboots nodes, unless its Operation is Scan',
  'AWS-RunPatchBaselineWithHooks': 'installs patches and reboots nodes, unless its Operation is Scan',
  'AWS-InstallWindowsUpdates': 'installs updates and may reboot nodes',
  'AWS-PatchAsgInstance': 'takes instances out of their group, patches and reboots them',
  'AWS-PatchInstanceWithRollback': 'patches and reboots instances',
};

/** Why a document that AWS publishes is destructive; undefined for one that is not, or not known to be. */
export function destructiveName(name: string): string | undefined {
  if (Object.hasOwn(named, name)) return `${name} ${named[name]}.`;
  const rest = /^(?:AWS|AWSSupport|AWSConfigRemediation|AWSDocs|AWSEC2)-(.*)$/.exec(name)?.[1];
  const found = rest === undefined ? undefined : verbs.find(([verb]) => verb.test(rest));
  return found && `${name} ${found[1]}.`;
}

const actions: Readonly<Record<string, string>> = {
  'aws:deleteImage': 'deletes an image',
  'aws:deleteStack': 'deletes a stack',
};

/** Why a document is destructive by its steps. */
export function destructiveSteps({ all }: Pick<StepsView, 'all'>): string | undefined {
  for (const { action = '', name, inputs } of all) {
    const state = action === 'aws:changeInstanceState' ? textOf(get(inputs, 'DesiredState')) : undefined;
    const does =
      state === 'terminated'
        ? 'terminates instances, which cannot be undone'
        : state === 'stopped'
          ? 'stops instances'
          : Object.hasOwn(actions, action)
            ? actions[action]
            : undefined;
    if (does !== undefined) return `Its step "${name ?? action}" ${does}.`;
  }
  return undefined;
}
