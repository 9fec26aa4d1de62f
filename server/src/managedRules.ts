/** Reads the managed rules of AWS Config from disk, when a document first needs them. */

import { readFileSync } from 'node:fs';
import type { ConfigCatalogue } from './language/index.ts';

/** Gives the catalogue in a file. Where it cannot be read, rules are checked as far as their shape goes. */
export function managedRules(file: string): () => ConfigCatalogue | undefined {
  let catalogue: ConfigCatalogue | undefined;
  let tried = false;
  return () => {
    if (tried) return catalogue;
    tried = true;
    try {
      catalogue = JSON.parse(readFileSync(file, 'utf8')) as ConfigCatalogue;
    } catch {
      // The file belongs to the bundle; where it was lost, the rest of a check is still worth having.
      catalogue = undefined;
    }
    return catalogue;
  };
}
