/** Several resources for aws:createTags of a sort that takes one at a time. */

import { get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'tag-one-resource',
  severity: 'error',
  summary: 'aws:createTags tags several resources of a type other than EC2.',
  kinds: ['automation'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      const ids = action === 'aws:createTags' ? get(inputs, 'ResourceIds') : undefined;
      const type = textOf(get(inputs, 'ResourceType'));
      if (ids?.type !== 'list' || ids.items.length < 2 || type === undefined || type === 'EC2' || type.includes('{{'))
        continue;
      const [, second = ids] = ids.items;
      report(second, `With ResourceType ${type} one resource is tagged at a time; only EC2 takes several`);
    }
  },
};
