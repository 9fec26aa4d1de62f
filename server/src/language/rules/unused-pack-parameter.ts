/** A parameter or condition of a conformance pack that nothing uses. */

import { removeFix } from '../removal.ts';
import { isOpen } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unused-pack-parameter',
  severity: 'information',
  summary: 'A parameter or condition of a conformance pack that nothing uses.',
  kinds: ['conformance-pack'],
  check({ config, document, root }, report) {
    const { template } = config;
    // What is filled in may use them.
    if (template === undefined || document.damage.length > 0 || isOpen(root)) return;
    const used = (name: string, target: 'value' | 'condition'): boolean =>
      template.uses.some((use) => use.name === name && use.target === target);
    for (const [noun, target, entries] of [
      ['parameter', 'value', template.parameters],
      ['condition', 'condition', template.conditions],
    ] as const) {
      for (const [name, entry] of entries) {
        if (used(name, target)) continue;
        report(entry.key, `The ${noun} "${name}" is not used`, {
          tag: 'unnecessary',
          ...removeFix(document.text, entry),
        });
      }
    }
  },
};
