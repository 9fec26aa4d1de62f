/** A step that reads its own output, which is there only once it has run. */

import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'own-output',
  severity: 'error',
  summary: 'A step reads its own output.',
  kinds: ['automation', 'change-template'],
  check({ symbols }, report) {
    for (const { expression, body, place, step } of symbols.uses) {
      const { reference } = expression;
      if (reference.form !== 'output' || place !== 'input' || step?.name !== reference.step) continue;
      // The condition of a loop is tested behind each pass, when its own outputs are there.
      if (step.action === 'aws:loop') continue;
      report(body, `Step "${reference.step}" reads its own output, which exists only after it has run`);
    }
  },
};
