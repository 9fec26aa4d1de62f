/** A managed rule that AWS has withdrawn, or that no guide lists. Where it is still deployed it goes on. */

import { managedRule } from '../configCatalogue.ts';
import { ruleKinds } from '../kinds/index.ts';
import { textRange } from '../kinds/template.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'managed-rule-withdrawn',
  severity: 'warning',
  summary: 'A managed rule that is no longer offered.',
  kinds: ruleKinds,
  check({ config, lookups }, report) {
    for (const { identifier } of config.rules) {
      const catalogue = identifier === undefined ? undefined : lookups.config?.();
      if (identifier === undefined || catalogue === undefined) continue;
      const { text, place, node } = identifier;
      if (Object.hasOwn(catalogue.withdrawn, text)) {
        const instead = catalogue.withdrawn[text] ?? undefined;
        const advice = instead === undefined ? '' : `; use "${instead}"`;
        report(place, `"${text}" is no longer among the managed rules${advice}`, {
          tag: 'deprecated',
          ...changeFix(textRange(node), instead),
        });
      } else if (managedRule(catalogue, text)?.kind === 'not-listed')
        report(place, `"${text}" is in no list of managed rules of the developer guide`);
    }
  },
};
