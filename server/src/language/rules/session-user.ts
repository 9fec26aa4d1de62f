/** Sessions run as another user, who is not named. */

import { entryOf, get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'session-user',
  severity: 'warning',
  summary: 'runAsEnabled is true and runAsDefaultUser is empty.',
  kinds: ['session'],
  check({ root }, report) {
    const inputs = get(root, 'inputs');
    const enabled = entryOf(inputs, 'runAsEnabled');
    if (
      enabled === undefined ||
      textOf(enabled.value)?.toLowerCase() !== 'true' ||
      (textOf(get(inputs, 'runAsDefaultUser')) ?? '') !== ''
    )
      return;
    report(
      enabled.key,
      'Without "runAsDefaultUser" a session starts only for people whose IAM identity has a tag with the user',
    );
  },
};
