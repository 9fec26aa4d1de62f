/** A Runtime that the guide no longer lists. */

import { runtimeNamed } from '../scripts/embedded.ts';
import { get } from '../syntax/node.ts';
import { replaceFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'runtime-retired',
  severity: 'warning',
  summary: 'A Runtime that is gone from the public list, or not on it yet.',
  kinds: ['automation'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      const node = action === 'aws:executeScript' ? get(inputs, 'Runtime') : undefined;
      if (node?.type !== 'scalar') continue;
      const runtime = runtimeNamed(node.text);
      if (runtime?.state === 'retired') {
        const fixes = replaceFix(node, runtime.use);
        report(node, `${node.text} is retired; use "${runtime.use}"`, {
          tag: 'deprecated',
          ...(fixes === undefined ? {} : { fixes }),
        });
      } else if (runtime?.state === 'unverified')
        report(node, `${node.text} is not in the public list of runtimes`, { severity: 'information' });
    }
  },
};
