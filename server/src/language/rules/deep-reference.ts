/** `{{ step.output.more }}`: the guide knows references of two names only; what stands deeper is selected by an output. */

import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'deep-reference',
  severity: 'information',
  summary: 'A reference goes deeper than step and output.',
  kinds: ['automation'],
  check({ symbols }, report) {
    for (const { expression, body, place } of symbols.uses) {
      const { reference } = expression;
      if (reference.form !== 'output' || reference.rest === '' || place === 'script' || place === 'key') continue;
      // What does not exist is told as such.
      if (!symbols.steps.has(reference.step)) continue;
      report(
        body,
        `Only "${reference.step}.${reference.output}" is known to be filled in; select "${reference.rest.replace(/^\./, '')}" with an output of the step`,
      );
    }
  },
};
