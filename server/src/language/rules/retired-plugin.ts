/** A plugin that AWS no longer supports. */

import { pluginNamed } from '../catalogue.ts';
import { inWords } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'retired-plugin',
  severity: 'warning',
  summary: 'A plugin that AWS no longer supports.',
  kinds: ['command'],
  check({ view }, report) {
    for (const { action, actionNode } of view.all) {
      const deprecated = pluginNamed(action)?.deprecated;
      if (!deprecated || actionNode === undefined) continue;
      report(actionNode, `${action} is retired${typeof deprecated === 'string' ? `. ${inWords(deprecated)}` : ''}`, {
        tag: 'deprecated',
      });
    }
  },
};
