/** A wait without a timeout of its own: it gives up after an hour, whatever it waits for. */

import { entryAdded, fixWith } from '../insertion.ts';
import { entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'missing-timeout',
  severity: 'information',
  summary: 'aws:waitForAwsResourceProperty has no timeoutSeconds.',
  kinds: ['automation'],
  check({ view, written }, report) {
    for (const { node, action, actionNode } of view.all) {
      if (
        action !== 'aws:waitForAwsResourceProperty' ||
        actionNode === undefined ||
        entryOf(node, 'timeoutSeconds') !== undefined
      )
        continue;
      report(actionNode, 'This waits for up to an hour; say with "timeoutSeconds" how long it may take', {
        ...fixWith(
          'Add "timeoutSeconds: 3600", which it is now',
          entryAdded(written, node, 'timeoutSeconds', 3600, entryOf(node, 'action')),
          { safe: true },
        ),
      });
    }
  },
};
