/** A handler that returns the whole answer of a call: at most 100 KB, and 100 items of a list, come back. */

import { scriptOf } from '../scripts/embedded.ts';
import { callsReturned, readPython } from '../scripts/python.ts';
import { get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'large-return',
  severity: 'hint',
  summary: 'A script returns the whole answer of an API call.',
  kinds: ['automation'],
  check(subject, report) {
    for (const step of subject.view.all) {
      const script = step.action === 'aws:executeScript' ? scriptOf(subject, step) : undefined;
      if (script?.language !== 'python' || script.placeholder) continue;
      const { functions, faults } = readPython(script.text);
      const handler = functions.findLast(({ name }) => name === textOf(get(step.inputs, 'Handler'))?.trim());
      for (const { name, start, end } of handler === undefined || faults.length > 0 ? [] : callsReturned(handler))
        if (/^(?:describe|list|scan|search)_/.test(name))
          report(
            script.at(start, end),
            `All of the answer of "${name}" is returned; at most 100 KB and 100 items of a list come back`,
          );
    }
  },
};
