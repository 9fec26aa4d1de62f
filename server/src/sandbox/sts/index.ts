/** The one operation of STS that every tool begins with. */

import type { Account } from '../account.ts';
import type { Caller, Operations } from '../operations.ts';

export const operations: Operations = {
  GetCallerIdentity: (account: Account, _input: unknown, caller: Caller) => ({
    UserId: 'AIDASANDBOXUSER00000',
    Account: account.settings.accountId,
    Arn: caller.arn,
  }),
};
