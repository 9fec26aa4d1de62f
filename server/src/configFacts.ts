/** Reads facts on AWS Config from disk, when a document first needs them. */

import { readFileSync } from 'node:fs';

/** Gives the facts in a file. Where it cannot be read, documents are checked as far as their shape goes. */
export function configFacts<T>(file: string): () => T | undefined {
  let facts: T | undefined;
  let tried = false;
  return () => {
    if (tried) return facts;
    tried = true;
    try {
      facts = JSON.parse(readFileSync(file, 'utf8')) as T;
    } catch {
      // The file belongs to the bundle; where it was lost, the rest of a check is still worth having.
      facts = undefined;
    }
    return facts;
  };
}
