/** Double braces of another template language in a Command document: the service takes every pair for a parameter. */

import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'stray-braces',
  severity: 'warning',
  summary: 'Double braces in a Command document that are not a reference, such as a Go or Jinja template.',
  kinds: ['command', 'session'],
  check({ symbols }, report) {
    for (const { expression, range, place } of symbols.uses) {
      const { form } = expression.reference;
      if (place !== 'script' || !expression.closed || (form !== 'other' && form !== 'output')) continue;
      report(
        range,
        'The service takes {{ }} for a parameter; put the braces together when the script runs, such as with "{""{"',
      );
    }
  },
};
