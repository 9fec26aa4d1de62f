/** A reference pasted into the code of a script: its value becomes code, or is not put in at all. */

import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'injection-script',
  severity: 'information',
  summary: 'A reference inside the code of aws:executeScript.',
  kinds: ['automation'],
  check({ symbols }, report) {
    const told = new Set<string>();
    for (const { expression, range, place, step, path, whole } of symbols.uses) {
      if (place !== 'script' || step?.action !== 'aws:executeScript' || path[0] !== 'Script' || whole) continue;
      const { reference, body } = expression;
      const declared =
        (reference.form === 'name' && symbols.parameters.has(reference.name)) ||
        (reference.form === 'output' && symbols.steps.has(reference.step)) ||
        reference.form === 'system' ||
        reference.form === 'variable';
      const key = `${step.name} ${body}`;
      if (!declared || told.has(key)) continue;
      told.add(key);
      report(range, `What stands in "${body}" becomes code here; give it to the script through InputPayload`);
    }
  },
};
