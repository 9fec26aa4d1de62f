/** A whole-value reference whose type the input cannot take. */

import { resolve } from '../syntax/node.ts';
import { fitOf, inputType, referenceType, typeDeclaration, typeWords } from '../types.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'type-mismatch',
  severity: 'error',
  mayWarn: true,
  summary: 'A parameter, variable or output is of a type that the input it is given to does not take.',
  kinds: ['automation', 'command'],
  check({ kind, symbols }, report) {
    for (const { node, expression, body, step, whole, path } of symbols.uses) {
      const [key] = path;
      if (!whole || step === undefined || key === undefined || node.parent !== resolve(step.inputs)) continue;
      if (step.action === 'aws:updateVariable') continue;
      const { reference } = expression;
      const given = referenceType(reference, symbols);
      const wanted = inputType(step, key);
      let fits = fitOf(given, wanted);
      // The agent converts nothing: commands are a list of texts or one text.
      if (
        kind === 'command' &&
        wanted === 'StringList' &&
        given !== 'StringList' &&
        given !== 'String' &&
        given !== 'unknown'
      )
        fits = 'never';
      if (fits === 'fits') continue;
      // Lists that actions yield often have one item, and then do for text: AWS's own runbooks use them so.
      const declared =
        reference.form !== 'output' ||
        symbols.steps.get(reference.step)?.outputs.some(({ name }) => name === reference.output);
      if (fits === 'perhaps' && !declared) continue;
      const only = fits === 'perhaps' && given === 'StringList' ? '; that works for a list of one item at most' : '';
      report(body, `"${key}" wants ${typeWords(wanted)}, and "${expression.body}" is ${typeWords(given)}${only}`, {
        severity: fits === 'never' ? 'error' : 'warning',
        related: typeDeclaration(reference, symbols),
      });
    }
  },
};
