/** A loop inside a loop: the console offers none, and nobody says what the service does. */

import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'nested-loop',
  severity: 'information',
  summary: 'A loop stands inside another loop.',
  kinds: ['automation'],
  check({ view }, report) {
    for (const { action, actionNode, loop } of view.all) {
      if (action === 'aws:loop' && loop !== undefined && actionNode !== undefined)
        report(actionNode, 'A loop inside a loop is not documented; call another runbook from the body instead');
    }
  },
};
