/** More parameters than a run can be started with. */

import type { Rule } from './rule.ts';

const most = 200;

export const rule: Rule = {
  id: 'parameter-count',
  severity: 'warning',
  summary: 'A runbook has more parameters than can be given when it is started.',
  kinds: ['automation'],
  check({ view }, report) {
    const first = view.parameters[most];
    if (first !== undefined)
      report(
        first.entry.key,
        `A run is started with at most ${most} parameters; this runbook has ${view.parameters.length}`,
      );
  },
};
