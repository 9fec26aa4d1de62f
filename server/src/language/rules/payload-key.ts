/** Keys of InputPayload that the script never reads, and keys it needs that InputPayload does not give. */

import { hint, nearest } from '../nearest.ts';
import { payloadOf } from '../scripts/payload.ts';
import { replaceWith } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'payload-key',
  severity: 'information',
  summary: 'A key of InputPayload that the script never reads, or one it reads and is not given.',
  kinds: ['automation'],
  check(subject, report) {
    for (const step of subject.view.all) {
      const payload = payloadOf(subject, step);
      if (payload === undefined) continue;
      const { script, given, reads } = payload;
      const { name } = payload.handler;
      const keys = given.map(({ key }) => key.text);
      const read = new Set(reads.map(({ key }) => key));
      const told = new Set<string>();
      for (const { key } of given) {
        if (read.has(key.text)) continue;
        const meant = nearest(
          key.text,
          [...read].filter((each) => !keys.includes(each)),
        );
        // One slip of spelling is one problem.
        if (meant !== undefined) {
          told.add(meant);
          report(key, `"${name}" never reads "${key.text}"; it reads "${meant}"`, replaceWith(key, meant));
        } else report(key, `"${name}" never reads "${key.text}"`, { severity: 'hint', tag: 'unnecessary' });
      }
      const optional = new Set(reads.flatMap(({ key, needed }) => (needed ? [] : [key])));
      for (const { key, start, end, needed } of reads) {
        if (!needed || keys.includes(key) || optional.has(key) || told.has(key)) continue;
        told.add(key);
        report(script.at(start, end), `InputPayload does not give "${key}", so this raises KeyError${hint(key, keys)}`);
      }
    }
  },
};
