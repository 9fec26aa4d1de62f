/** The handler of an attached file that does not say which file it is in. */

import { runtimeLanguage } from '../scripts/embedded.ts';
import { get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'attachment-handler',
  severity: 'warning',
  summary: 'The handler of an attached file is not written "file.function".',
  kinds: ['automation'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      if (action !== 'aws:executeScript' || get(inputs, 'Attachment') === undefined) continue;
      const handler = get(inputs, 'Handler');
      // Beside a script the handler may be one of its functions.
      const script = get(inputs, 'Script');
      if (script?.type === 'scalar' && (script.unknown || script.text.trim() !== '')) continue;
      if (handler?.type !== 'scalar' || handler.value === null || handler.unknown || handler.text.includes('{{'))
        continue;
      if (runtimeLanguage(textOf(get(inputs, 'Runtime'))) === 'python' && !handler.text.includes('.'))
        report(handler, `With an attached file the handler is written "file.${handler.text}"`);
    }
  },
};
