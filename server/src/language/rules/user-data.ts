/** Literal UserData of aws:runInstances that is not Base64: EC2 decodes what it gets. */

import { get } from '../syntax/node.ts';
import { blockMark } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'user-data',
  severity: 'warning',
  summary: 'UserData of aws:runInstances is text that is not Base64.',
  kinds: ['automation'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      const data = action === 'aws:runInstances' ? get(inputs, 'UserData') : undefined;
      if (data?.type !== 'scalar' || data.value === null || data.text.includes('{{') || data.text === '') continue;
      const compact = data.text.replace(/\s/g, '');
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0)
        report(blockMark(data), 'UserData is sent as it stands and read as Base64; encode it');
    }
  },
};
