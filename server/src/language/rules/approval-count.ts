/** An approval that needs more people than are asked. */

import { get, itemsOf, resolve } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'approval-count',
  severity: 'error',
  summary: 'aws:approve needs more approvals than it has approvers.',
  kinds: ['automation', 'change-template'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      const needed = action === 'aws:approve' ? get(inputs, 'MinRequiredApprovals') : undefined;
      const approvers = get(inputs, 'Approvers');
      if (needed?.type !== 'scalar' || approvers?.type !== 'list' || !/^\d+$/.test(needed.text)) continue;
      // One entry can be a reference to a list of any length, or a group.
      const sure = itemsOf(approvers).every((item) => {
        const node = resolve(item);
        return node?.type === 'scalar' && !node.unknown && !node.text.includes('{{');
      });
      if (sure && approvers.items.length > 0 && Number(needed.text) > approvers.items.length)
        report(
          needed,
          `${needed.text} approvals are needed and ${approvers.items.length} approvers are named: nobody can let this run go on`,
        );
    }
  },
};
