/** A default that refers to another parameter; only Parameter Store can be read there. */

import { expressionFacts } from '../catalogue.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'default-reference',
  severity: 'error',
  mayWarn: true,
  summary: 'The default of a parameter refers to another parameter.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ symbols, kind }, report) {
    for (const { expression, range, place, whole } of symbols.uses) {
      const { form } = expression.reference;
      // AWS itself writes {{ global: }} and {{ automation: }} in defaults, so those are filled.
      if (place !== 'parameter-default' || !whole || (form !== 'name' && form !== 'output')) continue;
      if (Object.hasOwn(expressionFacts.pseudoParameters, expression.body)) continue;
      const known = symbols.parameters.has(expression.body);
      // A default may carry a whole command for another document; only a name declared here is surely meant as a reference.
      const what = form === 'output' ? 'read the output of a step' : 'refer to another parameter';
      report(range, `A default cannot ${what}; only {{ ssm:name }} is filled there`, {
        severity: known && kind !== 'command' ? 'error' : 'warning',
      });
    }
  },
};
