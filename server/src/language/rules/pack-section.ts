/** A section that no conformance pack of AWS has; whether the service takes it, no source says. */

import { textRange } from '../kinds/template.ts';
import { nearest } from '../nearest.ts';
import { entriesOf } from '../syntax/node.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

const usual = ['Parameters', 'Conditions', 'Resources'];
const harmless = new Set(['AWSTemplateFormatVersion', 'Description', 'Metadata']);

export const rule: Rule = {
  id: 'pack-section',
  severity: 'warning',
  summary: 'A section that conformance packs are not known to have.',
  kinds: ['conformance-pack'],
  check({ root }, report) {
    for (const { key, merged } of entriesOf(root)) {
      if (merged || usual.includes(key.text)) continue;
      const guess = nearest(key.text, usual);
      const tail =
        guess === undefined ? 'they have "Parameters", "Conditions" and "Resources"' : `did you mean "${guess}"?`;
      report(key, `Conformance packs are not known to have "${key.text}"; ${tail}`, {
        severity: harmless.has(key.text) ? 'information' : 'warning',
        ...changeFix(textRange(key), guess),
      });
    }
  },
};
