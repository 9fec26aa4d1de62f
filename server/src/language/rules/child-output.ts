/** Outputs of a child runbook that runs in other accounts or Regions: none come back. */

import { readsOf } from '../symbols.ts';
import { entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'child-output',
  severity: 'warning',
  summary: 'The output of a runbook that runs in other accounts or Regions is read.',
  kinds: ['automation'],
  check({ symbols }, report) {
    for (const { use, source } of readsOf('Output', symbols)) {
      if (source.action !== 'aws:executeAutomation' || entryOf(source.inputs, 'TargetLocations') === undefined)
        continue;
      report(
        use.body,
        `No outputs come back from "${source.name}", which runs in the accounts and Regions of "TargetLocations"`,
      );
    }
  },
};
