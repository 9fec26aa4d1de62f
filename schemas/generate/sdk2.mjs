// Reads the frozen `aws-sdk` v2: which services there were in 2024, and which operations they had.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fetched } from './fetch.mjs';

/** The sorted operations of each service, by service id; of several API versions the newest counts. */
export function newestOperations() {
  const folder = path.join(fetched('aws-sdk', ['package/apis']).folder, 'apis');
  const result = new Map();
  // File names end with the date of the version, so that a later one replaces an earlier one.
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.min.json')) continue;
    const { metadata, operations } = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
    if (metadata?.serviceId !== undefined) result.set(metadata.serviceId, Object.keys(operations).sort());
  }
  return result;
}
