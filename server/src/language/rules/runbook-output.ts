/** An entry of a runbook's `outputs` that is not `step.output`. */

import { actionNamed } from '../catalogue.ts';
import { hint } from '../nearest.ts';
import { outputsOf } from '../symbols.ts';
import { get, itemsOf, resolve } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'runbook-output',
  severity: 'error',
  summary: 'An output of the runbook is not the name of a step and one of its outputs.',
  kinds: ['automation'],
  check({ root, symbols, known }, report) {
    for (const item of itemsOf(get(root, 'outputs'))) {
      const node = resolve(item);
      if (node?.type !== 'scalar' || node.value === null) continue;
      const braces = /^\{\{\s*(.*?)\s*\}\}$/.exec(node.text);
      if (braces !== null) {
        report(node, `An output of the runbook is written without braces: "${braces[1]}"`);
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
      if (!known('mainSteps')) continue;
      if (step === undefined) report(node, `"${stepName}" names no step${hint(stepName, [...symbols.steps.keys()])}`);
      else if (
        !outputsOf(step).some(({ name }) => name === output) &&
        actionNamed(step.action) !== undefined &&
        !/^Output(Payload)?$/.test(output)
      ) {
        report(
          node,
          `Step "${stepName}" has no output "${output}"${hint(
            output,
            outputsOf(step).map(({ name }) => name),
          )}`,
        );
      }
    }
  },
};
