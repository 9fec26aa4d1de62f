// Makes `schemas/wire/*.json`: what the pretend account needs of the APIs beyond the models in `schemas/aws/`.
//
//   node wire.mjs                    the names of EC2's XML, from the installed @aws-sdk/client-ec2
//   node wire.mjs --limits FILE      also the limits of requests, from a table of API shapes
//
// `ec2.json` has, for each structure that the listed operations reach, the name of each member in an answer and in a
// request. `limits.json` has lengths, ranges and patterns by structure and member, `[]` behind the name for the items.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';

const target = new URL('../wire/', import.meta.url);
mkdirSync(target, { recursive: true });

/** What the well-known runbooks call. */
const operations = [
  'AttachVolume',
  'CopyImage',
  'CopySnapshot',
  'CreateImage',
  'CreateSnapshot',
  'CreateTags',
  'CreateVolume',
  'DeleteSnapshot',
  'DeleteTags',
  'DeleteVolume',
  'DeregisterImage',
  'DescribeImages',
  'DescribeInstanceStatus',
  'DescribeInstances',
  'DescribeRegions',
  'DescribeSnapshots',
  'DescribeTags',
  'DescribeVolumes',
  'DetachVolume',
  'ModifyInstanceAttribute',
  'RebootInstances',
  'RunInstances',
  'StartInstances',
  'StopInstances',
  'TerminateInstances',
];

writeFileSync(new URL('ec2.json', target), print(namesOf(schemasOf('client-ec2'), operations)));

const at = process.argv.indexOf('--limits');
if (at > 0) writeFileSync(new URL('limits.json', target), print(limitsOf(process.argv[at + 1])));

/** The schema arrays of a client, which are code: run without their imports. @param {string} client */
function schemasOf(client) {
  const main = createRequire(import.meta.url).resolve(`@aws-sdk/${client}/package.json`);
  const code = readFileSync(path.join(path.dirname(main), 'dist-es/schemas/schemas_0.js'), 'utf8');
  const names = [...code.matchAll(/^(?:export )?(?:var|const) (\S+) =/gm)].map(([, name]) => name);
  const plain = code
    .replace(/^\S+\.registerError\(.*$/gm, '')
    .replace(/^import .*$/gm, '')
    .replace(/^export /gm, '');
  const registry = 'class TypeRegistry { static for() { return new TypeRegistry(); } registerError() {} }';
  return vm.runInNewContext(`${registry}\n${plain}\n({ ${names.join(', ')} })`, {});
}

/** @param {Record<string, any>} schemas @param {string[]} wanted */
function namesOf(schemas, wanted) {
  const shapes = {};
  const open = wanted.flatMap((name) => {
    const [, , , , input, output] = schemas[`${name}$`];
    return [resolve(input), resolve(output)];
  });
  while (open.length > 0) {
    const shape = open.pop();
    if (!Array.isArray(shape)) continue;
    if (shape[0] === 1) open.push(resolve(inner(shape[4])));
    if (shape[0] !== 3 || shapes[shape[2]] !== undefined) continue;
    const members = {};
    shapes[shape[2]] = members;
    for (const [index, name] of shape[4].entries()) {
      const member = shape[5][index];
      const traits = traitsOf(member);
      const answer = traits.xmlName ?? name;
      const request = traits.ec2QueryName ?? answer.charAt(0).toUpperCase() + answer.slice(1);
      members[name] = answer === request ? answer : [answer, request];
      open.push(resolve(inner(member)));
    }
  }
  return { operations: wanted, shapes };
}

/** A schema may stand behind a function, and beside its traits. */
function resolve(schema) {
  return typeof schema === 'function' ? schema() : schema;
}

function inner(member) {
  return Array.isArray(member) && !(typeof member[0] === 'number' && member.length > 2) ? member[0] : member;
}

function traitsOf(member) {
  return Array.isArray(member) && typeof member[1] === 'object' ? member[1] : {};
}

/** @param {string} file */
function limitsOf(file) {
  const table = JSON.parse(readFileSync(file, 'utf8'));
  const limits = {};
  for (const [service, { shapes }] of Object.entries(table)) {
    if (shapes === undefined) continue;
    limits[service] = {};
    for (const [name, shape] of Object.entries(shapes)) {
      if (shape.type !== 'structure') continue;
      const members = {};
      for (const [member, type] of Object.entries(shape.members ?? {})) add(members, member, shapes[type], shapes, 0);
      if (Object.keys(members).length > 0) limits[service][name] = members;
    }
  }
  return limits;
}

function add(members, name, shape, shapes, depth) {
  if (shape === undefined || depth > 3) return;
  const { min, max, pattern } = shape;
  if (min !== undefined || max !== undefined || pattern !== undefined)
    members[name] = {
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
      ...(pattern && { pattern }),
    };
  if (shape.type === 'list') add(members, `${name}[]`, shapes[shape.member], shapes, depth + 1);
}

/** One structure a line. */
function print(value) {
  const parts = Object.entries(value).map(([key, each]) => {
    if (Array.isArray(each)) return `  ${JSON.stringify(key)}: ${JSON.stringify(each)}`;
    const entries = Object.entries(each)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inside]) => `    ${JSON.stringify(name)}: ${JSON.stringify(inside)}`);
    return `  ${JSON.stringify(key)}: {\n${entries.join(',\n')}\n  }`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}
