/** Makes an account, new or from data that was kept, with every operation and job it has. */

import { Account, type AccountData, type Library } from './account.ts';
import type { Clock } from './clock.ts';
import { begin, jobs } from './operations.ts';

export function createAccount(data: AccountData, clock: Clock, library: Library): Account {
  const account = new Account(data, clock, library, jobs);
  begin(account);
  return account;
}
