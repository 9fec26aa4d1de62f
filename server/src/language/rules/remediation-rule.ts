/** A remediation in a pack that belongs to none of its rules, or that does not wait for its rule. */

import { textRange } from '../kinds/template.ts';
import { hint, nearest } from '../nearest.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'remediation-rule',
  severity: 'warning',
  summary: 'A remediation without its rule.',
  kinds: ['conformance-pack', 'cloudformation-template'],
  check({ config, kind, document }, report) {
    for (const { ruleName, rule, resource, node } of config.remediations) {
      if (rule?.organization && ruleName !== undefined)
        report(ruleName.place, `"${ruleName.text}" is an organization rule, which takes no remediation`);
      if (kind !== 'conformance-pack' || resource === undefined) continue;
      if (rule === undefined) {
        if (ruleName === undefined || document.damage.length > 0) continue;
        // A name that is put together when the pack is deployed may be this one.
        if (config.rules.some(({ name }) => name === undefined)) continue;
        const names = config.rules.flatMap(({ name }) => name?.text ?? []);
        report(
          ruleName.place,
          `No rule of this pack is called "${ruleName.text}"${hint(ruleName.text, names)}`,
          changeFix(textRange(ruleName.node), nearest(ruleName.text, names)),
        );
      } else if (rule.resource !== undefined && resource.dependsOn.length === 0) {
        const name = rule.resource.name;
        // A reference to the rule is a dependency too.
        if (
          config.template?.uses.some(
            (use) => use.name === name && node.start <= use.range.start && use.range.end <= node.end,
          )
        )
          continue;
        report(
          resource.entry.key,
          `"${resource.name}" has no DependsOn, so that it may be created before its rule "${name}"`,
        );
      }
    }
  },
};
