/** interpolationType ENV_VAR where it has no effect: outside schema 2.2, or on something other than text. */

import { parametersOf } from '../declared.ts';
import { removeFix } from '../removal.ts';
import { entryOf, get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

// A version that does not exist is told as such.
const schemaVersions = new Set(['0.3', '1.0', '1.2', '2.0', '2.2']);

export const rule: Rule = {
  id: 'env-var-place',
  severity: 'warning',
  summary: 'interpolationType stands where it does not work: only text of schema 2.2 reaches scripts as a variable.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ view, root, document }, report) {
    const version = textOf(get(root, 'schemaVersion'));
    for (const { declaration, type } of parametersOf(view)) {
      const entry = entryOf(declaration.entry.value, 'interpolationType');
      if (entry === undefined) continue;
      // A script that reads the variable needs more than that.
      const removal = document.text.includes(`SSM_${declaration.name}`) ? {} : removeFix(document.text, entry);
      if (version !== undefined && version !== '2.2' && schemaVersions.has(version))
        report(entry.key, `"interpolationType" works in schemaVersion 2.2 only; this is ${version}`, removal);
      // A sample of the guide has it on a StringList.
      else if (type !== 'String' && type !== 'StringList' && type !== 'unknown')
        report(
          entry.key,
          `"interpolationType" works for a String only; "${declaration.name}" is of type ${type}`,
          removal,
        );
    }
  },
};
