/** Waiting for runs in the suites: for a state, not for a time. */

import assert from 'node:assert/strict';
import type { SSM } from '@aws-sdk/client-ssm';
import { isFinal } from '../../client/src/runs/phase.ts';
import type { Run, RunKey } from '../../client/src/runs/run.ts';
import type { RunStore } from '../../client/src/runs/store.ts';
import { eventually } from './editor.ts';

/** The run when it has ended, watched by somebody. */
export async function followed(store: RunStore, key: RunKey): Promise<Run> {
  await eventually(() => isFinal(store.get(key)?.status ?? 'Pending'));
  const run = store.get(key);
  assert.ok(run);
  return run;
}

/** Ids of Linux nodes that answer. */
export async function onlineLinux(ssm: Pick<SSM, 'describeInstanceInformation'>): Promise<string[]> {
  const Filters = [
    { Key: 'PlatformTypes', Values: ['Linux'] },
    { Key: 'PingStatus', Values: ['Online'] },
  ];
  const { InstanceInformationList = [] } = await ssm.describeInstanceInformation({ Filters });
  return InstanceInformationList.flatMap(({ InstanceId }) => InstanceId ?? []);
}
