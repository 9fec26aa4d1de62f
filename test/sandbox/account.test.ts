/** Time in the pretend account: its jobs run by themselves when the clock says so. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Account, newAccountData } from '../../server/src/sandbox/account.ts';
import { diskLibrary } from '../../server/src/sandbox/library.ts';

test('a job wakes the account, also after a look at which nothing was due', async () => {
  let now = 1000;
  let woken = (): void => assert.fail('nothing is awaited');
  const clock = {
    now: () => now,
    wake(_at: number, run: () => void) {
      woken = run;
      return () => {
        woken = () => assert.fail('it was called off');
      };
    },
  };
  const done: string[] = [];
  const jobs = { note: (_account: Account, about: string) => void done.push(about) };
  const account = new Account(newAccountData(), clock, diskLibrary(), jobs);
  await account.runDue();
  for (const about of ['first', 'second']) {
    account.at(now + 10, 'note', about);
    now += 10;
    woken();
    await account.runDue();
  }
  assert.deepEqual(done, ['first', 'second']);
});
