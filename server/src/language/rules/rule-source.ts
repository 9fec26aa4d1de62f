/**
 * Members of `Source` that do not belong to its owner, and members that it lacks.
 *
 * What PutConfigRule says: a managed rule has an identifier and no SourceDetails, a Lambda rule an ARN and SourceDetails, a
 * policy rule CustomPolicyDetails; only these are refused. The identifier of a policy rule is passed over.
 */

import type { Owner } from '../kinds/configRule.ts';
import { ruleKinds } from '../kinds/index.ts';
import { given, isFilledIn } from '../kinds/template.ts';
import { removeFix } from '../removal.ts';
import { itemsOf, resolve } from '../syntax/node.ts';
import { isMissing } from '../words.ts';
import type { Rule } from './rule.ts';

const wanted: Record<Owner, readonly string[]> = {
  AWS: ['SourceIdentifier'],
  CUSTOM_LAMBDA: ['SourceIdentifier', 'SourceDetails'],
  CUSTOM_POLICY: ['CustomPolicyDetails'],
};
const refused: Record<Owner, readonly string[]> = {
  AWS: ['SourceDetails', 'CustomPolicyDetails'],
  CUSTOM_LAMBDA: ['CustomPolicyDetails'],
  CUSTOM_POLICY: [],
};

export const rule: Rule = {
  id: 'rule-source',
  severity: 'error',
  mayWarn: true,
  summary: 'A Source with members of another owner, or without those that its owner needs.',
  kinds: ruleKinds,
  check({ config, document }, report) {
    for (const { owner, source, organization, form } of config.rules) {
      const map = resolve(source?.value);
      if (owner === undefined || source === undefined || map?.type !== 'map' || organization || form === 'rdk')
        continue;
      for (const key of refused[owner]) {
        const entry = given(map, key);
        if (entry === undefined || isFilledIn(entry.value)) continue;
        const value = resolve(entry.value);
        if (value?.type === 'list' && itemsOf(value).length === 0) continue;
        report(entry.key, `A rule whose Owner is "${owner}" takes no "${key}"`, removeFix(document.text, entry));
      }
      for (const key of wanted[owner]) {
        const entry = given(map, key);
        const list = resolve(entry?.value);
        if (list?.type === 'list' && list.items.length === 0)
          report(entry?.key ?? source.key, `A rule whose Owner is "${owner}" needs something in "${key}"`);
        else if (entry === undefined && isMissing(map, key))
          report(source.key, `A rule whose Owner is "${owner}" needs "${key}" in "Source"`);
      }
      const ignored = owner === 'CUSTOM_POLICY' ? given(map, 'SourceIdentifier') : undefined;
      if (ignored !== undefined)
        report(ignored.key, '"SourceIdentifier" has no effect beside CustomPolicyDetails', {
          severity: 'warning',
          ...removeFix(document.text, ignored),
        });
    }
  },
};
