/** aws:softwareInventory, which collects only when an association of State Manager runs the document. */

import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'inventory-place',
  severity: 'information',
  summary: 'aws:softwareInventory runs only through an association.',
  kinds: ['command'],
  check({ view }, report) {
    for (const { action, actionNode } of view.all) {
      if (action === 'aws:softwareInventory' && actionNode !== undefined)
        report(actionNode, 'This plugin works only when an association of State Manager runs the document');
    }
  },
};
