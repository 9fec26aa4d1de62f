/** AWSPowerShell.NetCore in a script of the service: it is not supported there. */

import { embeddedScripts } from '../scripts/embedded.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'powershell-module',
  severity: 'error',
  summary: 'A script uses AWSPowerShell.NetCore, which aws:executeScript does not support.',
  kinds: ['automation'],
  check(subject, report) {
    for (const { step, language, text, at } of embeddedScripts(subject)) {
      if (step.action !== 'aws:executeScript' || language !== 'powershell') continue;
      const match = /^(?![ \t]*#)(.*?)\bAWSPowerShell\.NetCore\b/im.exec(text);
      if (match === null) continue;
      const end = match.index + match[0].length;
      report(
        at(end - 'AWSPowerShell.NetCore'.length, end),
        'AWSPowerShell.NetCore is not supported here; install AWS.Tools modules with -Force',
      );
    }
  },
};
