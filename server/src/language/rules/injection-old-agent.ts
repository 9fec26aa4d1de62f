/** A parameter with ENV_VAR that is still pasted: an old agent ignores the setting and pastes the text. */

import { valueGuard } from '../scripts/guards.ts';
import { get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'injection-old-agent',
  severity: 'information',
  summary: 'A parameter with ENV_VAR has no pattern for agents that paste it all the same.',
  kinds: ['command'],
  check({ symbols, known }, report) {
    if (!known('parameters')) return;
    const told = new Set<string>();
    for (const { expression, range, place } of symbols.uses) {
      const { reference } = expression;
      if (place !== 'script' || reference.form !== 'name' || told.has(reference.name)) continue;
      const value = symbols.parameters.get(reference.name)?.entry.value;
      if (value === undefined || textOf(get(value, 'interpolationType')) !== 'ENV_VAR') continue;
      told.add(reference.name);
      if (valueGuard(value).state !== 'guarded')
        report(
          range,
          `Agents before 3.3.2746.0 ignore ENV_VAR and paste "${reference.name}" here; give it an allowedPattern as well`,
        );
    }
  },
};
