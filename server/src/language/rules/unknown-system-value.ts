/** `{{ global:X }}` or `{{ automation:X }}` with a name the service does not fill. */

import { expressionFacts } from '../catalogue.ts';
import { hint, nearest } from '../nearest.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unknown-system-value',
  severity: 'error',
  mayWarn: true,
  summary:
    'A global: or automation: reference names something the service does not fill, or stands where it is not filled.',
  check({ kind, symbols }, report) {
    const runbook = kind === 'automation' || kind === 'change-template';
    for (const { expression, body, place } of symbols.uses) {
      const { reference } = expression;
      if (reference.form !== 'system' || (runbook && place === 'script')) continue;
      const { space, name } = reference;
      if (!runbook) {
        report(body, `"${space}:" references are filled in Automation runbooks only; here the text stays as it is`, {
          severity: 'warning',
        });
        continue;
      }
      const names = Object.keys(space === 'global' ? expressionFacts.globals : expressionFacts.automation);
      if (names.includes(name)) continue;
      const written = { start: Math.min(body.end, body.start + space.length + 1), end: body.end };
      report(body, `"${space}:${name}" does not exist${hint(name, names)}`, changeFix(written, nearest(name, names)));
    }
  },
};
