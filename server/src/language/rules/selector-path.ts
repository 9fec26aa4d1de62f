/** A selector that leads nowhere: the answer of the operation has no such member. */

import { selectorsOf } from '../aws/selectors.ts';
import { rangeIn } from '../expressions.ts';
import { hint, nearest } from '../nearest.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'selector-path',
  severity: 'warning',
  summary: 'A selector names a member that the answer of its operation does not have.',
  kinds: ['automation'],
  check(subject, report) {
    for (const { node, call, selected } of selectorsOf(subject)) {
      if (selected?.state !== 'missing') continue;
      const { segment, names, reason } = selected;
      const place = rangeIn(node, segment.start, segment.end);
      if (segment.kind !== 'child') {
        report(place, `This finds nothing: ${reason}`);
        continue;
      }
      const guess = nearest(segment.name, names);
      const written = node.text.slice(segment.start, segment.end);
      const fix = guess === undefined ? undefined : written.replace(segment.name, guess);
      const where = segment.deep ? 'has no such member at any depth' : 'has no such member there';
      const tail =
        reason === '' ? `the answer of ${call?.operation?.name} ${where}${hint(segment.name, names)}` : reason;
      report(place, `"${segment.name}" finds nothing: ${tail}`, changeFix(place, fix));
    }
  },
};
