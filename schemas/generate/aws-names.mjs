// Makes `schemas/aws/others.json` (services without a model here) and `schemas/aws/retired.json` (services that are gone), and
// from them and `index.json` the names that the language core carries, `server/src/language/aws/names.ts`.
//
//   node aws-names.mjs [--fresh]
//
// Which services there are today, a metadata file of `aws-cdk-lib` tells, by the names of the v3 clients; which there once
// were, the frozen `aws-sdk` v2. boto3 calls some of them otherwise: that is the table in `aws-boto3-names.json`.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fetched } from './fetch.mjs';

const target = new URL('../aws/', import.meta.url);
const index = read(new URL('index.json', target));
const boto3 = read(new URL('aws-boto3-names.json', import.meta.url));

const metadata = 'lib/custom-resources/lib/helpers-internal/sdk-v3-metadata.json';
const cdk = fetched('aws-cdk-lib', [`package/${metadata.replace('lib/', '')}`]);
const current = Object.keys(read(path.join(cdk.folder, metadata.replace('lib/', '')))).map(boto3Name);

const sdk = fetched('aws-sdk', ['package/apis']);
const once = readdirSync(path.join(sdk.folder, 'apis')).flatMap((file) => {
  const { serviceId } = read(path.join(sdk.folder, 'apis', file)).metadata ?? {};
  return serviceId === undefined ? [] : [boto3Name(serviceId.toLowerCase().replaceAll(' ', '-'))];
});

const modelled = Object.keys(index);
const others = sortedSet(current.filter((name) => !modelled.includes(name)));
const retired = sortedSet(once.filter((name) => !modelled.includes(name) && !others.includes(name)));
writeFileSync(new URL('others.json', target), `${JSON.stringify(others, null, 2)}\n`);
writeFileSync(new URL('retired.json', target), `${JSON.stringify(retired, null, 2)}\n`);
console.log(`${modelled.length} modelled, ${others.length} others, ${retired.length} retired`);
console.log(`retired: ${retired.join(' ')}`);

/** The boto3 name for the name of a v3 client. */
function boto3Name(client) {
  return Object.hasOwn(boto3, client) ? boto3[client] : client;
}

function sortedSet(names) {
  return [...new Set(names)].sort();
}

function read(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
