/** A type of resource that Config does not record, as far as is known; most often a slip of spelling. */

import { remediationKinds, ruleKinds } from '../kinds/index.ts';
import { type Literal, literalOf, textRange } from '../kinds/template.ts';
import { nearest } from '../nearest.ts';
import { entryOf } from '../syntax/node.ts';
import { changeFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'resource-type',
  severity: 'warning',
  summary: 'A type of resource that Config does not record.',
  kinds: [...new Set([...ruleKinds, ...remediationKinds])],
  check({ config, lookups }, report) {
    const written: Literal[] = [
      ...config.rules.flatMap(({ resourceTypes }) => resourceTypes),
      ...config.remediations.flatMap(
        ({ node }) => literalOf(entryOf(node, 'ResourceType')?.value, config.template) ?? [],
      ),
    ];
    const types = written.length === 0 ? undefined : lookups.config?.()?.resourceTypes;
    if (types === undefined) return;
    for (const { text, place, node } of written) {
      if (Object.hasOwn(types, text) || text === '') continue;
      // Types that somebody registered for themselves have names of their own, and Config records those too.
      const guess = meantType(text, Object.keys(types));
      if (guess === undefined && text.includes('::') && !/^aws:/i.test(text)) continue;
      report(
        place,
        `"${text}" is no type of resource that Config is known to record${guess === undefined ? '' : `; did you mean "${guess}"?`}`,
        changeFix(place === node ? textRange(node) : place, guess),
      );
    }
  },
};

/** Of a service that exists only its own types can be meant, and then what is misspelt is the name behind it. */
function meantType(written: string, types: readonly string[]): string | undefined {
  const [, service, name = ''] = written.split('::');
  const own = types.filter((type) => type.split('::')[1]?.toLowerCase() === service?.toLowerCase());
  if (own.length === 0) return nearest(written, types);
  const meant = nearest(name, own.map(nameOf));
  return own.find((type) => nameOf(type) === meant);
}

function nameOf(type: string): string {
  return type.split('::').at(-1) ?? type;
}
