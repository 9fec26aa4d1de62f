/** A scope of a managed rule with types that the rule does not look at, or of a rule that changes do not trigger. */

import { managedRule, typesInWords } from '../configCatalogue.ts';
import { ruleKinds } from '../kinds/index.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'scope-not-evaluated',
  severity: 'warning',
  summary: 'A scope with types of resources that the managed rule does not evaluate.',
  kinds: ruleKinds,
  check({ config, lookups }, report) {
    for (const { identifier, resourceTypes, typesEntry, tagKey, form } of config.rules) {
      const scope = typesEntry ?? tagKey;
      if (identifier === undefined || scope === undefined) continue;
      const catalogue = lookups.config?.();
      const managed = managedRule(catalogue, identifier.text);
      if (catalogue === undefined || managed?.trigger === undefined) continue;
      const { types, trigger } = managed;
      if (form !== 'rdk' && !trigger.includes('change')) {
        const message = `${identifier.text} is evaluated periodically, so that no change of a resource triggers it`;
        report(scope.key, message, { severity: 'hint' });
      } else if (types?.every((type) => type !== 'AWS::::Account')) {
        // What is no type at all is told by another rule.
        for (const { text, place } of resourceTypes)
          if (!types.includes(text) && Object.hasOwn(catalogue.resourceTypes, text))
            report(place, `${identifier.text} does not evaluate "${text}", only ${typesInWords(types)}`);
      }
    }
  },
};
