/** The `Name` of aws:updateVariable that is not `variable:name`. */

import { get } from '../syntax/node.ts';
import { replaceFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'update-variable-name',
  severity: 'error',
  summary: 'aws:updateVariable names its variable as variable:name, without braces.',
  kinds: ['automation'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      const name = action === 'aws:updateVariable' ? get(inputs, 'Name') : undefined;
      if (name?.type !== 'scalar' || name.value === null || /^variable:.+$/.test(name.text)) continue;
      const bare = name.text.replace(/^\{\{\s*(?:variable:)?|\s*\}\}$/g, '');
      const fixes = replaceFix(name, `variable:${bare}`);
      report(name, `Write the variable as "variable:${bare}"`, fixes === undefined ? {} : { fixes });
    }
  },
};
