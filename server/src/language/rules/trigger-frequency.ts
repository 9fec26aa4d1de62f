/** A frequency on a trigger that comes with a change, which the service refuses. */

import { ruleKinds } from '../kinds/index.ts';
import { removeFix } from '../removal.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'trigger-frequency',
  severity: 'error',
  summary: 'A frequency beside a trigger that is a change.',
  kinds: ruleKinds,
  check({ config, document }, report) {
    for (const { triggers } of config.rules)
      for (const { message, frequency } of triggers)
        if (frequency !== undefined && message.text.endsWith('ConfigurationItemChangeNotification'))
          report(
            frequency.key,
            `"${message.text}" comes with each change and takes no "MaximumExecutionFrequency"`,
            removeFix(document.text, frequency),
          );
  },
};
