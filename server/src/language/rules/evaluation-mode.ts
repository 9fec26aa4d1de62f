/** Evaluation modes that repeat, or that the managed rule was not known to have. */

import { managedRule } from '../configCatalogue.ts';
import { ruleKinds } from '../kinds/index.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'evaluation-mode',
  severity: 'error',
  mayWarn: true,
  summary: 'An evaluation mode that stands twice, or that the managed rule may not have.',
  kinds: ruleKinds,
  check({ config, lookups }, report) {
    for (const { modes, identifier } of config.rules) {
      modes.forEach(({ text, place }, index) => {
        if (modes.findIndex((other) => other.text === text) < index) {
          report(place, `"${text}" is already among the evaluation modes`);
        } else if (text === 'PROACTIVE') {
          const managed = managedRule(lookups.config?.(), identifier?.text);
          if (managed !== undefined && managed.proactive !== true)
            report(place, `${identifier?.text} was not among the rules with proactive evaluation in May 2023`, {
              severity: 'warning',
            });
        }
      });
    }
  },
};
