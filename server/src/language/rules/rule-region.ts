/** A managed rule that is not offered in the Region of the project (`region` in `.opswrightrc.yaml`). */

import { isOffered, managedRule } from '../configCatalogue.ts';
import { ruleKinds } from '../kinds/index.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'rule-region',
  severity: 'information',
  summary: 'A managed rule that is not offered in the Region of the project.',
  kinds: ruleKinds,
  check({ config, lookups, region }, report) {
    if (region === undefined) return;
    for (const { identifier } of config.rules) {
      const catalogue = identifier === undefined ? undefined : lookups.config?.();
      const managed = managedRule(catalogue, identifier?.text);
      if (identifier === undefined || catalogue === undefined || managed === undefined) continue;
      if (isOffered(catalogue, managed, region) === false)
        report(identifier.place, `${identifier.text} was not offered in ${region} on ${catalogue.asOf}`);
    }
  },
};
