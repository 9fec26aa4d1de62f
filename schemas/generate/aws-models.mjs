// Makes `schemas/aws/<service>.json` and `schemas/aws/index.json` from the newest `@aws-sdk/client-*` packages.
//
//   node aws-models.mjs [--fresh] [service …]      --fresh fetches again what an earlier run has fetched
//
// Operations that the clients have dropped and boto3 still has come, by name only, from the frozen `aws-sdk` v2.
// One operation, structure and enum a line, all sorted, so that a diff shows what AWS changed.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fetched } from './fetch.mjs';
import { newestOperations } from './sdk2.mjs';
import { neededPaths, readModel } from './smithy.mjs';

const target = new URL('../aws/', import.meta.url);
const services = JSON.parse(readFileSync(new URL('aws-services.json', import.meta.url), 'utf8'));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = wanted.filter((name) => !Object.hasOwn(services, name));
if (unknown.length > 0) throw new Error(`not in aws-services.json: ${unknown.join(', ')}`);

mkdirSync(target, { recursive: true });
const indexFile = new URL('index.json', target);
const earlier = newestOperations();
const index = existsSync(indexFile) ? JSON.parse(readFileSync(indexFile, 'utf8')) : {};
for (const name of Object.keys(index)) if (!Object.hasOwn(services, name)) delete index[name];

for (const name of wanted.length > 0 ? wanted : Object.keys(services)) {
  const pack = `@aws-sdk/client-${services[name]}`;
  const { folder, version, license } = fetched(pack, neededPaths);
  if (license !== 'Apache-2.0') throw new Error(`${pack} has the licence ${license}`);
  let model;
  try {
    model = readModel(folder);
  } catch (error) {
    console.error(`${name} ${version}: left as it is: ${error.message}`);
    process.exitCode = 1;
    continue;
  }
  const dropped = (earlier.get(model.id) ?? []).filter((each) => !Object.hasOwn(model.ops, each));
  if (dropped.length > 0) model.dropped = dropped;
  const file = new URL(`${name}.json`, target);
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { ops: {}, shapes: {} };
  writeFileSync(file, print(model));
  const now = Object.keys(model.ops);
  index[name] = { id: model.id, package: pack, version, ops: now.length };
  console.log(`${name} ${version}: ${changes(Object.keys(before.ops), now)}`);
}
const lines = Object.entries(index)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, entry]) => `  ${JSON.stringify(name)}: ${spaced(entry)}`);
writeFileSync(indexFile, `{\n${lines.join(',\n')}\n}\n`);

/** A model with one entry a line. */
function print(model) {
  const parts = Object.entries(model).map(([key, value]) => {
    if (typeof value !== 'object' || Array.isArray(value)) return `  "${key}": ${spaced(value)}`;
    const entries = Object.entries(value).map(([name, each]) => `    ${JSON.stringify(name)}: ${spaced(each)}`);
    return entries.length === 0 ? `  "${key}": {}` : `  "${key}": {\n${entries.join(',\n')}\n  }`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}

/** JSON on one line, as Biome would write a short one. */
function spaced(value) {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${spaced(each)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function changes(before, now) {
  const added = now.filter((name) => !before.includes(name));
  const gone = before.filter((name) => !now.includes(name));
  if (before.length === 0) return `${now.length} operations`;
  return [...added.map((name) => `+${name}`), ...gone.map((name) => `-${name}`)].join(' ') || 'as before';
}
