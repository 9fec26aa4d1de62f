/**
 * Everything the core may look up, for both doors: models of AWS services, managed rules of
 * AWS Config, and documents that are called.
 *
 * One set serves a whole run of the command line or the life of a server, so that what is read is read once.
 */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { awsModels } from './awsModels.ts';
import { calledDocuments } from './documents.ts';
import type { ConfigCatalogue, Lookups } from './language/index.ts';

/** Gives the lookups for a document by the path of its file; undefined for one that is not on disk. */
export function allLookups(): (file: string | undefined) => Lookups {
  const service = awsModels();
  const called = calledDocuments(besideBundle('aws-documents.json'));
  const config = configCatalogue(besideBundle('config-catalogue.json'));
  return (file) => ({ service, config, document: (name) => called.find(name, file) });
}

/** Reads the managed rules at the first call. Without the file, rules are checked as far as their shape goes. */
function configCatalogue(file: string): () => ConfigCatalogue | undefined {
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

/** Beside the bundle; run from `out/`, as tests are, in the repository. */
function besideBundle(name: string): string {
  const bundled = typeof __dirname === 'string' ? path.join(__dirname, name) : '';
  return existsSync(bundled) ? bundled : path.resolve('schemas', name);
}
