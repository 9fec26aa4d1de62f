/** `{{ Name }}` where nothing of that name is declared; the service refuses the document. */

import { expressionFacts } from '../catalogue.ts';
import { hint, nearest } from '../nearest.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unknown-parameter',
  severity: 'error',
  summary: 'A reference names a parameter that is not declared.',
  kinds: ['automation', 'change-template', 'command', 'session'],
  check({ kind, symbols, known }, report) {
    if (!known('parameters')) return;
    const runbook = kind === 'automation' || kind === 'change-template';
    const { parameters, variables, steps, uses } = symbols;
    for (const { expression, body, place } of uses) {
      const { reference } = expression;
      if (reference.form !== 'name' || !expression.closed || place === 'parameter-default' || place === 'key') continue;
      const { name } = reference;
      if (parameters.has(name) || variables.has(name)) continue;
      // In a precondition `{{ platformType }}` is told by precondition-form.
      if (place === 'precondition' && name === 'platformType') continue;
      if (runbook && Object.hasOwn(expressionFacts.pseudoParameters, name)) continue;
      // A script of a runbook runs as it is written where no parameter is pasted: its braces may be its own.
      if (runbook && place === 'script') continue;
      const names = [...parameters.keys(), ...variables.keys()];
      const guess = nearest(name, names);
      if (guess === undefined && runbook && steps.has(name)) {
        report(body, `"${name}" is a step; write the output to read as "{{ ${name}.OutputName }}"`);
      } else report(body, `No parameter "${name}" is declared${hint(name, names)}`, changeFix(body, guess));
    }
  },
};
