/** A script that calls AWS through boto3 as it comes: the retries of Automation do not cover what a script calls. */

import { embeddedScripts } from '../scripts/embedded.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'script-retries',
  severity: 'hint',
  summary: 'A script calls AWS and leaves the retries of boto3 as they come.',
  kinds: ['automation'],
  check(subject, report) {
    // One script is enough to say it.
    for (const { step, language, text, placeholder, at } of embeddedScripts(subject)) {
      if (step.action !== 'aws:executeScript' || language !== 'python' || placeholder) continue;
      const client = /^[^#\n]*?\b(boto3\.(?:client|resource))\(/m.exec(text);
      // Whoever names a Config, or catches what is throttled, has thought of it.
      if (client?.[1] === undefined || /\bConfig\b|\bretr(?:y|ies)|\bbackoff\b|Throttl|\bsleep\(/i.test(text)) continue;
      const start = client.index + client[0].indexOf(client[1]);
      report(
        at(start, start + client[1].length),
        'A call that is throttled fails this script; pass a botocore Config with "retries"',
      );
      return;
    }
  },
};
