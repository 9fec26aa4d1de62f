/** An advanced query that AWS Config refuses, or that finds nothing since a type or a property does not exist. */

import { type Properties, propertiesOf, propertyNamed } from '../guard/properties.ts';
import { nearest } from '../nearest.ts';
import { readQuery, type Token } from '../query/read.ts';
import { sourceOffset } from '../syntax/scalar.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'config-query',
  severity: 'error',
  mayWarn: true,
  summary: 'An advanced query of AWS Config that cannot be read, or asks for what does not exist.',
  kinds: ['config-query'],
  check({ root, lookups }, report) {
    if (root.type !== 'scalar') return;
    const { faults, paths, types, compared } = readQuery(root.text);
    const tell = (start: number, end: number, message: string, severity: 'error' | 'warning', fix?: string): void => {
      const place = { start: sourceOffset(root, start), end: sourceOffset(root, end - 1) + 1 };
      const fixes = fix === undefined ? [] : [{ title: `Change to "${fix}"`, edits: [{ ...place, text: fix }] }];
      report(place, message, { severity, fixes });
    };
    for (const { start, end, message } of faults.slice(0, 10)) tell(start, end, message, 'error');
    if (faults.length > 0) return;
    const known = lookups.config?.()?.resourceTypes;
    if (known === undefined) return;
    let unknown = false;
    for (const { text, start, end } of compared) {
      if (Object.hasOwn(known, text) || !/^aws::/i.test(text)) continue;
      unknown = true;
      const guess = nearest(text, Object.keys(known));
      const meant = guess === undefined ? '' : `; did you mean "${guess}"?`;
      tell(
        start + 1,
        end - 1,
        `"${text}" is no type of resource that Config is known to record${meant}`,
        'warning',
        guess,
      );
    }
    const [type] = types ?? [];
    const properties = type && types?.length === 1 ? propertiesOf(lookups.properties?.(), type.text) : undefined;
    if (unknown || properties === undefined) return;
    for (const path of paths) {
      const missing = missingIn(properties, path);
      if (missing === undefined) continue;
      const { name, start, names } = missing;
      const guess = nearest(name, names);
      const meant = guess === undefined ? '' : `; did you mean "${guess}"?`;
      tell(start, start + name.length, `Items of ${type?.text} have no "${name}" here${meant}`, 'warning', guess);
    }
  },
};

/** Maps whose keys are the user's own, and what is recorded in a form that no list has. */
const free = /^(?:tags|supplementaryConfiguration|relationships)$/i;

/** The first name of a path that is not among the properties; undefined where all are, or may be. */
function missingIn(
  properties: Properties,
  { text, start }: Token,
): { name: string; start: number; names: string[] } | undefined {
  let at = properties;
  let from = start;
  for (const name of text.split('.')) {
    if (name === '*' || name === '' || free.test(name)) return undefined;
    const next = propertyNamed(at, name);
    if (next === undefined) return { name, start: from, names: Object.keys(at) };
    if (typeof next === 'string') return undefined;
    at = next;
    from += name.length + 1;
  }
  return undefined;
}
