/** Keys at the level of a Command step that work only inside its inputs: the agent reads them and does nothing. */

import { entriesOf, resolve } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const ignored = new Set(['timeoutSeconds', 'maxAttempts', 'onFailure']);

export const rule: Rule = {
  id: 'ignored-step-key',
  severity: 'warning',
  summary: 'A key of a Command step has no effect there; it belongs into the inputs.',
  kinds: ['command'],
  check({ view }, report) {
    for (const { node, nameNode } of view.all) {
      if (nameNode === undefined) continue;
      for (const { key, value } of entriesOf(node)) {
        const text = resolve(value);
        if (!ignored.has(key.text) || (text?.type === 'scalar' && text.text === '')) continue;
        const place = key.text === 'maxAttempts' ? 'The agent tries a step once' : `It works inside "inputs"`;
        report(key, `"${key.text}" has no effect on a step of a Command document. ${place}`);
      }
    }
  },
};
