/** Outputs of a child runbook that runs in other accounts or Regions: none come back. */

import { entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'child-output',
  severity: 'warning',
  summary: 'The output of a runbook that runs in other accounts or Regions is read.',
  kinds: ['automation'],
  check({ symbols }, report) {
    for (const { expression, body, place } of symbols.uses) {
      const { reference } = expression;
      if (reference.form !== 'output' || reference.output !== 'Output' || place === 'key') continue;
      const source = symbols.steps.get(reference.step);
      if (source?.action !== 'aws:executeAutomation' || entryOf(source.inputs, 'TargetLocations') === undefined)
        continue;
      report(
        body,
        `No outputs come back from "${reference.step}", which runs in the accounts and Regions of "TargetLocations"`,
      );
    }
  },
};
