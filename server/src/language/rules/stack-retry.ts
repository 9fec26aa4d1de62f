/** aws:createStack that is tried again without a token: the second try finds the stack of the first. */

import { entryOf, get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'stack-retry',
  severity: 'warning',
  summary: 'aws:createStack has several attempts and no ClientRequestToken.',
  kinds: ['automation'],
  check({ view }, report) {
    for (const { action, node, inputs } of view.all) {
      const attempts = action === 'aws:createStack' ? entryOf(node, 'maxAttempts') : undefined;
      if (
        attempts === undefined ||
        entryOf(inputs, 'ClientRequestToken') !== undefined ||
        !(Number(textOf(get(node, 'maxAttempts'))) > 1)
      )
        continue;
      report(attempts.key, 'A second attempt fails on the stack that the first one made; give a "ClientRequestToken"');
    }
  },
};
