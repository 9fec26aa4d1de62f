/** Session logs that are kept without encryption. */

import { entryOf, get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const pairs = [
  ['s3BucketName', 's3EncryptionEnabled'],
  ['cloudWatchLogGroupName', 'cloudWatchEncryptionEnabled'],
] as const;

export const rule: Rule = {
  id: 'session-logs',
  severity: 'information',
  summary: 'Logs of sessions are kept without encryption.',
  kinds: ['session'],
  check({ root }, report) {
    const inputs = get(root, 'inputs');
    for (const [target, encryption] of pairs) {
      const entry = entryOf(inputs, encryption);
      if (
        entry === undefined ||
        textOf(entry.value)?.toLowerCase() !== 'false' ||
        (textOf(get(inputs, target)) ?? '') === ''
      )
        continue;
      report(entry.key, `What is typed in sessions is kept in "${target}" without encryption`);
    }
  },
};
