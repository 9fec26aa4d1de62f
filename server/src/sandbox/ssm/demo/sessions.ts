/** The sessions of a new account's last days: who was on which node, why, and how it ended. */

import type { Account } from '../../account.ts';
import { digitsOf } from '../../chance.ts';
import { answers, managedNodes } from '../../fleet.ts';
import type { StoredSession } from '../sessions.ts';

const rows = [
  { user: 'alice', hoursAgo: 3, minutes: 14, reason: 'Why is the queue so long?', details: 'The shell has ended.' },
  { user: 'bjorn', hoursAgo: 22, minutes: 31, reason: undefined, details: 'It was idle for 20 minutes.' },
  {
    user: 'chiara',
    hoursAgo: 75,
    minutes: 5,
    reason: 'Look at the log of the update',
    details: 'The user has ended it.',
  },
] as const;

const minute = 60_000;

/** The sessions of a new account by their id. */
export function pastSessions(account: Account): Record<string, StoredSession> {
  const nodes = managedNodes(account).filter(answers);
  const past = rows.flatMap(({ user, hoursAgo, minutes, reason, details }, index): StoredSession[] => {
    const node = nodes[index * 2];
    if (node === undefined) return [];
    const started = account.now() - hoursAgo * 60 * minute;
    return [
      {
        id: `${user}-0${digitsOf(account, 16, 'session', user)}`,
        target: node.id,
        document: 'SSM-SessionManagerRunShell',
        sessionType: 'Standard_Stream',
        properties: {},
        reason,
        owner: `arn:aws:iam::${account.settings.accountId}:user/${user}`,
        started,
        used: started + minutes * minute,
        idleMinutes: 20,
        mostMinutes: undefined,
        ended: started + minutes * minute,
        details,
      },
    ];
  });
  return Object.fromEntries(past.map((session) => [session.id, session]));
}
