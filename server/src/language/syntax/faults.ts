/** Problems that the YAML and the JSON reader word alike. */

import type { Problem } from '../problem.ts';
import type { Entry, ScalarNode } from './node.ts';

/** The problem of a key that a map has already. */
export function duplicateKey(key: ScalarNode, first: Entry): Problem {
  return {
    rule: 'duplicate-key',
    severity: 'warning',
    message: `The key "${key.text}" stands twice in this map; only one of them counts`,
    start: key.start,
    end: key.end,
    related: [{ message: 'The first one is here', start: first.key.start, end: first.key.end }],
  };
}

/** The problems of all keys that stand twice among the entries of a map. */
export function duplicateKeys(entries: readonly Entry[]): Problem[] {
  if (entries.length < 2) return [];
  const seen = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const first = seen.get(entry.key.text);
    if (first !== undefined) return [duplicateKey(entry.key, first)];
    seen.set(entry.key.text, entry);
    return [];
  });
}
