/** "Run as": the user of a node that a session's preferences name, in the words of the agent where that does not work. */

import { nodeUsers } from '../shellCommands.ts';
import type { Session } from './plugin.ts';

/** Why a shell cannot run as it should; undefined where it can, or runs as everybody's. */
export function runAsFault({ machine, runAs }: Pick<Session, 'machine' | 'runAs'>): string | undefined {
  if (runAs === undefined || machine.platform === 'Windows') return undefined;
  if (runAs === '') return 'please set the RunAs default user';
  return nodeUsers.includes(runAs) ? undefined : `failed to start pty since RunAs user ${runAs} does not exist`;
}
