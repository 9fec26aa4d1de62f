/** A Handler beside PowerShell: such a script runs from its top, and the service refuses the name of a function. */

import { removeFix } from '../removal.ts';
import { runtimeLanguage } from '../scripts/embedded.ts';
import { entryOf, get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'handler-of-powershell',
  severity: 'error',
  summary: 'A Handler beside a PowerShell runtime, which has none.',
  kinds: ['automation'],
  check({ view, document }, report) {
    for (const { action, inputs } of view.all) {
      const handler = action === 'aws:executeScript' ? entryOf(inputs, 'Handler') : undefined;
      const runtime = textOf(get(inputs, 'Runtime'));
      if (handler !== undefined && runtimeLanguage(runtime) === 'powershell')
        report(
          handler.key,
          `"Handler" is for Python; a script of ${runtime} runs from its top`,
          removeFix(document.text, handler),
        );
    }
  },
};
