/** Attempts and intervals of a remediation: they count when it runs by itself, and have defaults then. */

import { remediationKinds } from '../kinds/index.ts';
import { given } from '../kinds/template.ts';
import { removeFix } from '../removal.ts';
import { resolve } from '../syntax/node.ts';
import { isMissing, quotedAll } from '../words.ts';
import type { Rule } from './rule.ts';

const keys = ['MaximumAutomaticAttempts', 'RetryAttemptSeconds'];
const defaults: Record<string, string> = { MaximumAutomaticAttempts: '5', RetryAttemptSeconds: '60' };

export const rule: Rule = {
  id: 'remediation-attempts',
  severity: 'warning',
  summary: 'Attempts of a remediation that does not run by itself, or that are left to their defaults.',
  kinds: remediationKinds,
  check({ config, document }, report) {
    for (const { node, automatic } of config.remediations) {
      const value = resolve(automatic?.value);
      if (automatic !== undefined && value?.type === 'scalar' && /^true$/i.test(value.text)) {
        const missing = keys.filter((key) => isMissing(node, key));
        if (missing.length > 0)
          report(
            automatic.key,
            `${quotedAll(missing)} ${missing.length === 1 ? 'is' : 'are'} not given; the service takes ${missing.map((key) => defaults[key]).join(' and ')}`,
            { severity: 'information' },
          );
      } else if (
        (automatic === undefined && isMissing(node, 'Automatic')) ||
        (value?.type === 'scalar' && /^false$/i.test(value.text))
      ) {
        for (const key of keys) {
          const entry = given(node, key);
          if (entry !== undefined)
            report(entry.key, `"${key}" has no effect without "Automatic: true"`, removeFix(document.text, entry));
        }
      }
    }
  },
};
