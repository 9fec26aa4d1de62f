/**
 * A type of resource in a policy that AWS Config does not record: the rule never applies.
 *
 * Blocks such as `AWS::S3::Bucket { … }` go through templates, which have many types more; there only a slip of spelling is
 * told.
 */

import { comparedTypes, eachStatement } from '../guard/types.ts';
import { nearest } from '../nearest.ts';
import { policyRule } from './policyRule.ts';

export const rule = policyRule(
  {
    id: 'guard-resource-type',
    severity: 'warning',
    summary: 'A policy names a type of resource that AWS Config does not record.',
  },
  (policy, report, { lookups }) => {
    if (!/[Rr]esource_?[Tt]ype|::/.test(policy.text)) return;
    const types = lookups.config?.()?.resourceTypes;
    if (types === undefined) return;
    const known = Object.keys(types);
    eachStatement(policy, (each) => {
      if (each.type === 'type' && !Object.hasOwn(types, each.name.text)) {
        const meant = known.find((type) => type.toLowerCase() === each.name.text.toLowerCase());
        if (meant !== undefined)
          report(each.name, `"${each.name.text}" is no type of resource; did you mean "${meant}"?`, {
            replacement: meant,
          });
      }
      for (const word of comparedTypes(each) ?? []) {
        if (Object.hasOwn(types, word.text) || word.text === '') continue;
        const guess = nearest(word.text, known);
        // Types that somebody registered for themselves have names of their own, and Config records those too.
        if (guess === undefined && !/^aws::/i.test(word.text) && word.text.includes('::')) continue;
        const meant = guess === undefined ? '' : `; did you mean "${guess}"?`;
        report(word, `"${word.text}" is no type of resource that Config is known to record${meant}`, {
          replacement: guess,
        });
      }
    });
  },
);
