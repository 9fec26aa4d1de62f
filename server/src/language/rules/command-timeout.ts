/** A timeout of a script that the agent does not take: it waits an hour instead. */

import { entryOf, resolve } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'command-timeout',
  severity: 'warning',
  summary: 'A timeout the agent does not understand, and replaces by an hour.',
  kinds: ['command'],
  check({ view }, report) {
    for (const { inputs, action } of view.all) {
      const misnamed = entryOf(inputs, 'executionTimeout');
      if (misnamed !== undefined)
        report(
          misnamed.key,
          '"executionTimeout" is a parameter of some AWS documents, not an input; write "timeoutSeconds"',
        );
      const node = resolve(entryOf(inputs, 'timeoutSeconds')?.value);
      if (node?.type !== 'scalar' || node.value === null || node.text.includes('{{') || node.text === '') continue;
      const seconds = /^\d+$/.test(node.text.trim()) ? Number(node.text) : Number.NaN;
      if (!(seconds >= 5 && seconds <= 172_800))
        report(node, `The agent takes 5 to 172800 seconds; with "${node.text}" ${action} gets 3600`);
    }
  },
};
