/** `{{ step.output }}` where the step exists and has no such output. */

import { outputFix } from '../aws/outputFix.ts';
import { actionNamed } from '../catalogue.ts';
import { hint, nearest } from '../nearest.ts';
import { isLostOutput, outputsOf } from '../symbols.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unknown-output',
  severity: 'error',
  summary: 'A reference names an output that its step does not have.',
  kinds: ['automation', 'change-template'],
  check(subject, report) {
    const { symbols, known } = subject;
    if (!known('mainSteps')) return;
    for (const { expression, body, place, step } of symbols.uses) {
      const { reference } = expression;
      if (reference.form !== 'output' || place === 'script' || place === 'key') continue;
      const source = symbols.steps.get(reference.step);
      if (source === undefined || source === step) continue;
      const outputs = outputsOf(source);
      if (outputs.some(({ name }) => name === reference.output) || isLostOutput(reference.output, source)) continue;
      // The outputs of an action we do not know are not known either; OutputPayload is seen in consoles for every action.
      if (
        actionNamed(source.action) === undefined ||
        reference.output === 'OutputPayload' ||
        reference.output === 'Output'
      )
        continue;
      const start = Math.min(body.end, body.start + reference.step.length + 1);
      const names = outputs.map(({ name }) => name);
      const tail = names.length === 0 ? '; it declares none' : hint(reference.output, names);
      const written = { start, end: Math.min(body.end, start + reference.output.length) };
      const guess = nearest(reference.output, names);
      report(written, `Step "${reference.step}" has no output "${reference.output}"${tail}`, {
        fixes: [
          ...(changeFix(written, guess).fixes ?? []),
          ...(outputFix(subject, source, reference.output).fixes ?? []),
        ],
      });
    }
  },
};
