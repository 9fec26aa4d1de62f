/** A function that no conformance pack of AWS uses; whether it works in a pack, no source says. */

import type { Rule } from './rule.ts';

const seen = new Set(['Ref', 'If', 'Equals', 'Not', 'Condition']);

export const rule: Rule = {
  id: 'pack-function',
  severity: 'information',
  summary: 'A function that conformance packs are not known to take.',
  kinds: ['conformance-pack'],
  check({ config, part }, report) {
    // A pack in a template is filled in by that template.
    if (part.embedded) return;
    for (const { name, node } of config.template?.calls ?? []) {
      if (seen.has(name)) continue;
      const key = node.type === 'map' && node.tag === undefined ? node.entries[0]?.key : undefined;
      const place = key ?? { start: node.start, end: Math.min(node.end, node.start + 1) };
      report(place, `Conformance packs of AWS use no "${name}", only Ref, Fn::If, Fn::Equals and Fn::Not`);
    }
  },
};
