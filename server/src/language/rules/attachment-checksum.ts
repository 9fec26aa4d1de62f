/** An attached file without its SHA-256. The schema looks at the form of the hash; here it is missing. */

import { nearest } from '../nearest.ts';
import { entriesOf, get, resolve } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'attachment-checksum',
  severity: 'warning',
  summary: 'An attached file without its SHA-256.',
  kinds: ['automation'],
  check({ root, document }, report) {
    if (document.damage.length > 0) return;
    for (const { key, value } of entriesOf(get(root, 'files'))) {
      const node = resolve(value);
      if (node?.type === 'scalar' && (node.value !== null || node.unknown)) continue;
      // A misspelt key is reported as such.
      if (entriesOf(node).some((entry) => entry.key.text !== 'checksums' && nearest(entry.key.text, ['checksums'])))
        continue;
      const hashes = entriesOf(get(node, 'checksums')).map((entry) => entry.key.text);
      if (!hashes.some((name) => /^sha-?256$/i.test(name)))
        report(key, `"${key.text}" has no "checksums" with the "sha256" of the file`);
    }
  },
};
