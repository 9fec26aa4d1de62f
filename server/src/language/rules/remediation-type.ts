/** A remediation for a type of resource that its managed rule does not evaluate. */

import { managedRule, typesInWords } from '../configCatalogue.ts';
import { remediationKinds } from '../kinds/index.ts';
import { literalOf } from '../kinds/template.ts';
import { entryOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'remediation-type',
  severity: 'warning',
  summary: 'A remediation for resources that its rule does not evaluate.',
  kinds: remediationKinds,
  check({ config, lookups }, report) {
    for (const { node, rule } of config.remediations) {
      const type = literalOf(entryOf(node, 'ResourceType')?.value, config.template);
      const identifier = rule?.identifier;
      if (type === undefined || identifier === undefined) continue;
      const catalogue = lookups.config?.();
      const types = managedRule(catalogue, identifier.text)?.types;
      if (
        catalogue === undefined ||
        types === undefined ||
        types.includes(type.text) ||
        types.includes('AWS::::Account')
      )
        continue;
      if (Object.hasOwn(catalogue.resourceTypes, type.text))
        report(type.place, `${identifier.text} does not evaluate "${type.text}", only ${typesInWords(types)}`);
    }
  },
};
