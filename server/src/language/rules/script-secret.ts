/** A private key or secret access key in a script; ids of access keys are found by `plain-secret`, wherever they stand. */

import { embeddedScripts } from '../scripts/embedded.ts';
import type { Rule } from './rule.ts';

const secrets: readonly [RegExp, string][] = [
  [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?=\s*(?:\\n)?\s*[A-Za-z0-9+/]{20})/g, 'A private key'],
  [/\baws_secret_access_key["']?\s*[=:]\s*["']?([A-Za-z0-9/+]{40})\b/gi, 'A secret access key'],
];

export const rule: Rule = {
  id: 'script-secret',
  severity: 'warning',
  summary: 'A script contains a private key or a secret access key.',
  kinds: ['automation', 'command'],
  check(subject, report) {
    for (const { text, at } of embeddedScripts(subject)) {
      for (const [pattern, what] of secrets) {
        for (const { 0: all, index } of text.matchAll(pattern))
          if (!all.includes('EXAMPLE'))
            report(
              at(index, index + all.length),
              `${what} stands here in plain text; whoever can read the document has it`,
            );
      }
    }
  },
};
