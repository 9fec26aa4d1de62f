/** An attached file of a sort that the runtime does not take. */

import { runtimeLanguage } from '../scripts/embedded.ts';
import { get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'attachment-kind',
  severity: 'error',
  summary: 'An attached file of a sort that the runtime does not take.',
  kinds: ['automation'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      const node = action === 'aws:executeScript' ? get(inputs, 'Attachment') : undefined;
      if (node?.type !== 'scalar' || node.value === null || node.unknown || node.text.includes('{{')) continue;
      const language = runtimeLanguage(textOf(get(inputs, 'Runtime')));
      if (language === 'python' && !/\.(py|zip)$/i.test(node.text))
        report(node, `Python takes a .py or .zip file, not "${node.text}"`);
      if (language === 'powershell' && !/\.zip$/i.test(node.text))
        report(node, `PowerShell takes a .zip file, not "${node.text}"`);
    }
  },
};
