/**
 * Two rules of one document with one name, of which the second replaces or collides with the first, and two that evaluate
 * the same.
 */

import type { ConfigRule } from '../kinds/configRule.ts';
import { inputEntries } from '../kinds/configRule.ts';
import { ruleKinds } from '../kinds/index.ts';
import { entryOf, get } from '../syntax/node.ts';
import { plainOf } from '../syntax/plain.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'duplicate-config-rule',
  severity: 'warning',
  summary: 'Two rules with the same name, or that evaluate the same.',
  kinds: ruleKinds,
  check({ config }, report) {
    const names = new Map<string, ConfigRule>();
    const contents = new Map<string, ConfigRule>();
    for (const rule of config.rules) {
      const { name, identifier, resource } = rule;
      const key = name === undefined ? '' : `${rule.organization} ${name.text}`;
      const first = names.get(key);
      // With conditions only one of them may be deployed.
      const conditional = (each: ConfigRule): boolean => entryOf(each.resource?.entry.value, 'Condition') !== undefined;
      if (name !== undefined && name.parameter === undefined) {
        if (first?.name !== undefined && !(conditional(first) && conditional(rule)))
          report(name.place, `There is already a rule called "${name.text}"`, {
            related: [{ message: 'The first one', start: first.name.place.start, end: first.name.place.end }],
          });
        else if (first === undefined) names.set(key, rule);
      }
      // A process check stands for a control, of which there are many.
      if (identifier === undefined || identifier.text === 'AWS_CONFIG_PROCESS_CHECK' || resource === undefined)
        continue;
      const content = `${rule.organization} ${identifier.text} ${scopeAndInputs(rule)}`;
      const twin = contents.get(content);
      if (twin === undefined || conditional(twin) || conditional(rule)) contents.set(content, rule);
      else if (first === undefined || name === undefined)
        report(identifier.place, `"${twin.name?.text ?? twin.resource?.name ?? ''}" evaluates the same`, {
          severity: 'information',
        });
    }
  },
};

function scopeAndInputs(rule: ConfigRule): string {
  const inputs = (inputEntries(rule) ?? []).map(({ entry }) => [entry.key.text, plainOf(entry.value)]);
  return JSON.stringify([plainOf(get(rule.node, 'Scope')), rule.resourceTypes.map(({ text }) => text), inputs]);
}
