/** A timeout beyond what the action can run: the service cuts it off long before. */

import { actionNamed } from '../catalogue.ts';
import { get } from '../syntax/node.ts';
import { replaceWith } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'time-limit',
  severity: 'warning',
  summary: 'timeoutSeconds is longer than the action can run.',
  kinds: ['automation'],
  check({ view }, report) {
    for (const { node, action } of view.all) {
      const timeout = get(node, 'timeoutSeconds');
      const max = actionNamed(action)?.timeout?.max;
      // 25 seconds cut one call of executeAwsApi; its step may still be tried again.
      if (
        timeout?.type !== 'scalar' ||
        max === undefined ||
        action === 'aws:executeAwsApi' ||
        !/^\d+$/.test(timeout.text)
      )
        continue;
      if (Number(timeout.text) > max)
        report(
          timeout,
          `${action} runs at most ${max} seconds, so this limit is never reached`,
          replaceWith(timeout, String(max)),
        );
    }
  },
};
