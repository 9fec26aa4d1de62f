/**
 * An identifier that no managed rule has. The service refuses it.
 *
 * Facts have a date and AWS adds rules each month, so only what cannot be a new identifier is an error: the name of a rule in
 * place of its identifier, and a slip of one letter.
 */

import { managedRule, meantRule } from '../configCatalogue.ts';
import { ruleKinds } from '../kinds/index.ts';
import { textRange } from '../kinds/template.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'managed-rule-identifier',
  severity: 'error',
  mayWarn: true,
  summary: 'A managed rule that does not exist.',
  kinds: ruleKinds,
  check({ config, lookups }, report) {
    for (const { identifier, form } of config.rules) {
      const catalogue = identifier === undefined ? undefined : lookups.config?.();
      if (identifier === undefined || catalogue === undefined || identifier.text.trim() === '') continue;
      const { text, place, node } = identifier;
      if (managedRule(catalogue, text) !== undefined || Object.hasOwn(catalogue.withdrawn, text)) continue;
      const meant = meantRule(catalogue, text);
      if (meant === undefined) {
        report(place, `"${text}" is none of the managed rules known on ${catalogue.asOf}`, { severity: 'warning' });
        continue;
      }
      report(place, `"${text}" is no managed rule; did you mean "${meant.identifier}"?`, {
        // What the RDK makes of it before it is deployed is for the RDK to say.
        severity: meant.certain && form !== 'rdk' ? 'error' : 'warning',
        ...changeFix(textRange(node), meant.identifier),
      });
    }
  },
};
