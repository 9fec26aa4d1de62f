/** interpolationType ENV_VAR where it has no effect: outside schema 2.2, or on something other than text. */

import { parametersOf } from '../declared.ts';
import { entryOf, get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'env-var-place',
  severity: 'warning',
  summary: 'interpolationType stands where it does not work: only text of schema 2.2 reaches scripts as a variable.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ view, root }, report) {
    const version = textOf(get(root, 'schemaVersion'));
    for (const { declaration, type } of parametersOf(view)) {
      const entry = entryOf(declaration.entry.value, 'interpolationType');
      if (entry === undefined) continue;
      if (version !== undefined && version !== '2.2')
        report(entry.key, `"interpolationType" works in schemaVersion 2.2 only; this is ${version}`);
      // A sample of the guide has it on a StringList.
      else if (type !== 'String' && type !== 'StringList' && type !== 'unknown')
        report(entry.key, `"interpolationType" works for a String only; "${declaration.name}" is of type ${type}`);
    }
  },
};
