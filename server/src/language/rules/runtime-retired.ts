/** A Runtime that the guide no longer lists. */

import { retiredRuntimes } from '../runtimes.ts';
import { runtimeNamed } from '../scripts/embedded.ts';
import { get } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'runtime-retired',
  severity: 'warning',
  summary: 'A Runtime that is gone from the public list, or not on it yet.',
  kinds: ['automation'],
  check({ view }, report) {
    const retired = retiredRuntimes(view.all);
    const title = `Update the runtime of all ${retired.length} steps`;
    const all = retired.length < 2 ? [] : [{ title, edits: retired.flatMap(({ edits }) => edits) }];
    for (const { node, use, edits } of retired)
      report(node, `${node.text} is retired; use "${use}"`, {
        tag: 'deprecated',
        fixes: [{ title: `Change to "${use}"`, edits }, ...all],
      });
    for (const { action, inputs } of view.all) {
      const node = action === 'aws:executeScript' ? get(inputs, 'Runtime') : undefined;
      if (node?.type !== 'scalar' || node.value === null || node.text.includes('{{')) continue;
      const known = runtimeNamed(node.text);
      // What is no runtime at all, the schema says.
      if (known === undefined ? /^(?:python3\.\d\d|PowerShell \d\.\d)$/.test(node.text) : known.state === 'unverified')
        report(node, `${node.text} is not in the public list of runtimes`, { severity: 'information' });
    }
  },
};
