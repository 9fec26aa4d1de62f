/**
 * Everything the core may look up, for both doors: models of AWS services, managed rules of
 * AWS Config, and documents that are called.
 *
 * One set serves a whole run of the command line or the life of a server, so that what is read is read once.
 */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { awsModels, servicesByOperation } from './awsModels.ts';
import { configFacts } from './configFacts.ts';
import { calledDocuments } from './documents.ts';
import type { Lookups, PropertyCatalogue } from './language/index.ts';
import { managedRules } from './managedRules.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** Gives the lookups for a document by the path of its file; undefined for one that is not on disk. */
export function allLookups(index: WorkspaceIndex): (file: string | undefined) => Lookups {
  const service = awsModels();
  const servicesWith = servicesByOperation();
  const called = calledDocuments(index, besideBundle('aws-documents.json'));
  const config = managedRules(besideBundle('config-catalogue.json'));
  const properties = configFacts<PropertyCatalogue>(besideBundle('config-properties.json'));
  return (file) => ({
    service,
    servicesWith,
    config,
    properties,
    document: (name) => called.find(name, file),
    kindOf: (name) => index.kindOf(name, file),
    documentPaths: () => index.paths(file),
    documentNames: (kind) => called.names(kind, file),
  });
}

/** Beside the bundle; run from `out/`, as tests are, in the repository. */
function besideBundle(name: string): string {
  const bundled = typeof __dirname === 'string' ? path.join(__dirname, name) : '';
  return existsSync(bundled) ? bundled : path.resolve('schemas', name);
}
