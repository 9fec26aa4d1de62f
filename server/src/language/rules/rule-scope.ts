/**
 * Members of a scope that do not go together. The service takes types, or one resource of one type, or a tag.
 *
 * For organization rules no source says that it refuses the same, so there it is information.
 */

import { ruleKinds } from '../kinds/index.ts';
import { isFilledIn } from '../kinds/template.ts';
import { itemsOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'rule-scope',
  severity: 'error',
  mayWarn: true,
  summary: 'A scope of members that exclude each other, or that lack their other half.',
  kinds: ruleKinds,
  check({ config }, report) {
    for (const { organization, typesEntry, resourceId, tagKey, tagValue } of config.rules) {
      const more = organization ? ({ severity: 'information' } as const) : {};
      const [types, tag] = organization ? ['ResourceTypesScope', 'TagKeyScope'] : ['ComplianceResourceTypes', 'TagKey'];
      const ofTag = tagKey ?? tagValue;
      const ofResource = resourceId ?? typesEntry;
      if (ofTag !== undefined && ofResource !== undefined) {
        const [first, second] = [ofTag, ofResource].sort((a, b) => a.key.start - b.key.start);
        if (!organization && first !== undefined && second !== undefined)
          report(second.key, `A scope is by tag or by resource: "${second.key.text}" excludes "${first.key.text}"`);
      } else if (tagValue !== undefined && tagKey === undefined)
        report(tagValue.key, `"${tagValue.key.text}" needs "${tag}" beside it`, more);
      if (resourceId === undefined || ofTag !== undefined || isFilledIn(typesEntry?.value)) continue;
      if (itemsOf(typesEntry?.value).length !== 1)
        report(resourceId.key, `"${resourceId.key.text}" needs exactly one type in "${types}"`, more);
    }
  },
};
