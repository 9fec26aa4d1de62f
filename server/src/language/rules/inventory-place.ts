/**
 * A runbook that runs the document which collects an inventory: its plugin works only when an association of State Manager
 * runs it. A document with the plugin itself is right; who will run it is not known there.
 */

import { get } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const collecting = /^(?:arn:.*:document\/)?AWS-GatherSoftwareInventory$/;

export const rule: Rule = {
  id: 'inventory-place',
  severity: 'information',
  summary: 'A runbook runs the inventory, which only an association can.',
  kinds: ['automation'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      const called = action === 'aws:runCommand' ? get(inputs, 'DocumentName') : undefined;
      if (called?.type === 'scalar' && collecting.test(called.text))
        report(called, 'The inventory is collected only when an association of State Manager runs this document');
    }
  },
};
