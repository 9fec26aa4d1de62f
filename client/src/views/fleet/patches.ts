/** The patches of a node: counts of the last scan, and those that are missing or have failed. */

import type { InstancePatchState, PatchComplianceData } from '@aws-sdk/client-ssm';
import { MarkdownString } from 'vscode';
import { count } from '../../format.ts';
import { pagesOf } from '../pages.ts';
import type { TreeNode } from '../tree.ts';
import type { Opened } from './sections.ts';
import { ago, spaced, table } from './words.ts';

/** @param known - of the last scan; `never` for a node that was not scanned, undefined where that could not be read. */
export function patchesSection({ node, ssm }: Opened, known: InstancePatchState | 'never' | undefined): TreeNode {
  const state = known === 'never' ? undefined : known;
  const lacking = state && [
    number(state.MissingCount, 'missing'),
    number(state.FailedCount, 'failed'),
    number(state.InstalledPendingRebootCount, 'waiting for a reboot'),
  ];
  const words = lacking?.filter(Boolean).join(', ');
  return {
    id: 'patches',
    label: 'Patches',
    description: state ? words || `none missing, ${state.InstalledCount ?? 0} installed` : known ? 'never scanned' : '',
    icon: words ? { name: 'shield', color: 'list.warningForeground' } : 'shield',
    ...(state && { longTooltip: () => summary(state) }),
    empty: state
      ? `None missing · scanned ${ago(state.OperationEndTime, Date.now())}`
      : known
        ? 'Never scanned for patches'
        : 'None missing, if it was scanned',
    pages: () =>
      pagesOf(
        async (NextToken) => {
          const answer = await (await ssm()).describeInstancePatches({
            InstanceId: node.id,
            Filters: [{ Key: 'State', Values: ['Missing', 'Failed', 'InstalledPendingReboot'] }],
            MaxResults: 50,
            NextToken,
          });
          return { items: answer.Patches, next: answer.NextToken };
        },
        (patch) => patchLine(patch),
      ),
  };
}

function number(many: number | undefined, words: string): string {
  return many ? `${many} ${words}` : '';
}

const colors: Readonly<Record<string, string>> = {
  Critical: 'list.errorForeground',
  Important: 'list.warningForeground',
};

function patchLine({ KBId, Title, Severity, State, Classification, CVEIds }: PatchComplianceData): TreeNode {
  const state = spaced(State ?? '');
  const color = state === 'failed' ? 'list.errorForeground' : colors[Severity ?? ''];
  const name = state === 'failed' ? 'error' : state === 'installed pending reboot' ? 'debug-restart' : 'package';
  return {
    id: `${KBId} ${Title}`,
    label: Title || KBId || '',
    description: [Severity, state, KBId !== Title && KBId].filter(Boolean).join(' · '),
    icon: color === undefined ? name : { name, color },
    context: 'patch',
    longTooltip: () =>
      new MarkdownString(
        table(
          [Title ?? '', ''],
          [
            ['KB', KBId],
            ['State', state],
            ['Severity', Severity],
            ['Classification', Classification],
            ['CVE', CVEIds],
          ],
        ),
      ),
  };
}

function summary(state: InstancePatchState): MarkdownString {
  const rows: [string, string | undefined][] = [
    ['Missing', String(state.MissingCount ?? 0)],
    ['Failed', String(state.FailedCount ?? 0)],
    ['Installed', String(state.InstalledCount ?? 0)],
    ['Installed, waiting for a reboot', String(state.InstalledPendingRebootCount ?? 0)],
    ['Critical ones lacking', String(state.CriticalNonCompliantCount ?? 0)],
    ['Security ones lacking', String(state.SecurityNonCompliantCount ?? 0)],
    ['Last', `${spaced(state.Operation ?? '')}, ${ago(state.OperationEndTime, Date.now())}`],
    ['Patch group', state.PatchGroup],
    ['Baseline', state.BaselineId],
  ];
  const total = (state.MissingCount ?? 0) + (state.FailedCount ?? 0);
  return new MarkdownString(table([count(total, 'patch', 'patches'), 'to install'], rows));
}
