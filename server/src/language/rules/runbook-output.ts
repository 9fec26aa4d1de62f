/** An entry of a runbook's `outputs` that is not `step.output`. */

import { outputFix } from '../aws/outputFix.ts';
import { actionNamed } from '../catalogue.ts';
import { rangeIn } from '../expressions.ts';
import { hint, nearest } from '../nearest.ts';
import { isLostOutput, isLostStep, outputsOf } from '../symbols.ts';
import { get, itemsOf, resolve } from '../syntax/node.ts';
import { changeFix, replaceFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'runbook-output',
  severity: 'error',
  summary: 'An output of the runbook is not the name of a step and one of its outputs.',
  kinds: ['automation'],
  check(subject, report) {
    const { root, view, symbols, known } = subject;
    for (const item of itemsOf(get(root, 'outputs'))) {
      const node = resolve(item);
      if (node?.type !== 'scalar' || node.value === null) continue;
      const braces = /^\{\{\s*(.*?)\s*\}\}$/.exec(node.text);
      if (braces !== null) {
        const fixes = replaceFix(node, braces[1]) ?? [];
        report(node, `An output of the runbook is written without braces: "${braces[1]}"`, { fixes });
        continue;
      }
      const match = /^([\w-]+)\.([\w-]+)/.exec(node.text);
      if (match === null) {
        if (!node.text.includes('{{') && !node.text.includes(':'))
          report(node, `An output of the runbook is written "step.output"; this is "${node.text}"`);
        continue;
      }
      const [, stepName = '', output = ''] = match;
      const step = symbols.steps.get(stepName);
      // Without steps, that is the fault.
      if (!known('mainSteps') || view.all.length === 0) continue;
      if (step === undefined) {
        if (isLostStep(stepName, view)) continue;
        const names = [...symbols.steps.keys()];
        const place = rangeIn(node, 0, stepName.length);
        const guess = nearest(stepName, names);
        report(place, `"${stepName}" names no step${hint(stepName, names)}`, changeFix(place, guess));
        continue;
      }
      const names = outputsOf(step).map(({ name }) => name);
      if (isLostOutput(output, step)) continue;
      if (names.includes(output) || actionNamed(step.action) === undefined || /^Output(Payload)?$/.test(output))
        continue;
      const place = rangeIn(node, stepName.length + 1, stepName.length + 1 + output.length);
      const tail = names.length === 0 ? '; it declares none' : hint(output, names);
      const guess = nearest(output, names);
      report(place, `Step "${stepName}" has no output "${output}"${tail}`, {
        fixes: [...(changeFix(place, guess).fixes ?? []), ...(outputFix(subject, step, output).fixes ?? [])],
      });
    }
  },
};
