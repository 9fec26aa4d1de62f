/** An output of aws:executeScript that does not select from `Payload`, where all that a script returns is. */

import { selectorsOf } from '../aws/selectors.ts';
import { replaceFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'selector-payload',
  severity: 'warning',
  summary: 'An output of aws:executeScript selects something beside what the script returns.',
  kinds: ['automation'],
  check(subject, report) {
    for (const { node, step, selector } of selectorsOf(subject)) {
      if (step.action !== 'aws:executeScript' || selector.faults.length > 0) continue;
      const [first] = selector.segments;
      if (first === undefined || first.kind === 'unknown' || first.deep) continue;
      if (first.kind === 'child' && first.name === 'Payload') continue;
      const path = node.text.trim().replace(/^\$?\.?/, '');
      const better = path.startsWith('[') ? `$.Payload${path}` : `$.Payload.${path.replace(/^payload\./i, '')}`;
      const fixes = node.text.includes('{{') ? undefined : replaceFix(node, better);
      report(node, `What a script returns is under "$.Payload": ${better}`, fixes && { fixes });
    }
  },
};
