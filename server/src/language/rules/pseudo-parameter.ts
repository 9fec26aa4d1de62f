/** `{{ RESOURCE_ID }}` and its kin, which only a maintenance window fills. */

import { expressionFacts } from '../catalogue.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'pseudo-parameter',
  severity: 'information',
  summary: 'A pseudo parameter of maintenance windows stands in a document.',
  kinds: ['automation', 'change-template'],
  check({ symbols }, report) {
    for (const { expression, body, place, step, path } of symbols.uses) {
      const { reference } = expression;
      if (
        reference.form !== 'name' ||
        place === 'script' ||
        symbols.parameters.has(reference.name) ||
        symbols.variables.has(reference.name)
      )
        continue;
      if (!Object.hasOwn(expressionFacts.pseudoParameters, reference.name)) continue;
      const allowed =
        reference.name === 'RESOURCE_ID' && step?.action === 'aws:runCommand' && path.includes('InstanceIds');
      if (!allowed)
        report(body, `"${reference.name}" is filled only by a maintenance window, in the parameters of its tasks`);
    }
  },
};
