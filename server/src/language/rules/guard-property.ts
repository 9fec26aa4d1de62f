/** A path that no configuration item of the type at hand has: the clause finds nothing, and fails or passes for good. */

import { type Properties, propertiesOf, propertyNamed } from '../guard/properties.ts';
import { eachQuery, type Key } from '../guard/types.ts';
import { nearest } from '../nearest.ts';
import { policyRule } from './policyRule.ts';

export const rule = policyRule(
  {
    id: 'guard-property',
    severity: 'warning',
    summary: 'A policy asks for a property that configuration items of the type do not have.',
  },
  (policy, report, { lookups }) => {
    if (!/[Rr]esource_?[Tt]ype/.test(policy.text)) return;
    const reported = new Set<number>();
    eachQuery(policy, (standing) => {
      const { types, keys } = standing;
      if (types === undefined || types.length === 0 || keys === undefined) return;
      const found = types.map((type) => {
        const properties = propertiesOf(lookups.properties?.(), type);
        return properties === undefined ? undefined : missingIn(properties, keys);
      });
      // With several types, each has to lack it; of a type that is not known nothing can be said.
      const [first] = found;
      if (first === undefined || found.some((each) => each?.key !== first.key)) return;
      const { key, names } = first;
      if (key.start < standing.query.start || reported.has(key.start)) return;
      reported.add(key.start);
      const guess = nearest(key.name, names);
      const of = types.length === 1 ? types[0] : `${types[0]} and the other types`;
      report(
        { start: key.start, end: key.end },
        `No configuration item of ${of} has "${pathUpTo(keys, key)}"${guess === undefined ? '' : `; did you mean "${guess}"?`}`,
        policy.text.slice(key.start, key.end) === key.name ? { replacement: guess } : {},
      );
    });
  },
);

function pathUpTo(keys: readonly Key[], key: Key): string {
  return keys
    .slice(0, keys.indexOf(key) + 1)
    .map(({ name }) => name)
    .join('.');
}

/**
 * Maps whose keys are the user's own, and what Config records beside the properties in a form that no list has. The item that
 * a rule is invoked with also names some members differently from those of a query.
 */
const free =
  /^(?:tags|supplementaryConfiguration|relatedEvents|relationships|awsAccountId|configurationItemVersion|configurationStateMd5Hash)$/i;

/** The first key that is not among the properties, with those that are; undefined where all are, or may be. */
function missingIn(properties: Properties, keys: readonly Key[]): { key: Key; names: string[] } | undefined {
  let at = properties;
  for (const key of keys) {
    if (free.test(key.name)) return undefined;
    const next = propertyNamed(at, key.name);
    if (next === undefined) return { key, names: Object.keys(at) };
    // Inside of a text nothing is known: it may hold JSON that Config takes apart.
    if (typeof next === 'string') return undefined;
    at = next;
  }
  return undefined;
}
