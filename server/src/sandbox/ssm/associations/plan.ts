/** Plans the next run of an association: a job that is of no use once the association has another version. */

import { nextTime } from '../../../language/scheduleTimes.ts';
import type { Account } from '../../account.ts';
import type { StoredAssociation } from './store.ts';

export const dueJob = 'ssm.association.due';

export function planRun(account: Account, { id, versions }: StoredAssociation): void {
  const latest = versions.at(-1);
  if (latest?.schedule === undefined) return;
  const { schedule, created: base, offsetDays, version } = latest;
  const at = nextTime(schedule, account.now(), { base, offsetDays });
  if (at !== undefined) account.at(at, dueJob, `${id} ${version}`);
}
