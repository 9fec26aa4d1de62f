/**
 * The data files know what the collected facts about the service know: every action, plugin, input, output, key and value.
 *
 * The facts are no part of the repository; without them beside it, the tests are skipped. Where the data differ on purpose,
 * `differences` says why, and a difference that no longer exists fails the test.
 */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import test from 'node:test';
import { follow, type Json, type JsonMap, map, maps, readJson, schemaFiles, texts } from './files.ts';

const facts = '../shared/spec';
const options = existsSync(facts) ? {} : { skip: `no ${facts}` };

const differences: Readonly<Record<string, string>> = {
  'aws:approve Approvers required':
    'EnhancedApprovals stands in its place in change templates; the group of the two is demanded instead',
  'aws:executeScript Runtime values': 'retired runtimes are no fault of shape: many AWS-owned runbooks name them',
  'aws:cloudWatch startType required': 'it stands under settings, where command.schema.json demands it',
  'aws:cloudWatch properties required': 'demanded by command.schema.json beside settings; a 2.2 step may do without',
  'aws:configureDaemon action required': 'the requirement is unverified',
  'aws:configureDaemon command required': 'the requirement is unverified',
  'Command step inputs required':
    'a step of aws:cloudWatch has settings instead; each other plugin demands inputs by its case',
  'Standard_Stream s3EncryptionEnabled required':
    'many deployed preferences leave it out, so the service takes them; usual instead',
  'Standard_Stream cloudWatchEncryptionEnabled required':
    'many deployed preferences leave it out, so the service takes them; usual instead',
  'Standard_Stream cloudWatchStreamingEnabled required':
    'many deployed preferences leave it out, so the service takes them; usual instead',
  'Standard_Stream runAsEnabled required':
    'many deployed preferences leave it out, so the service takes them; usual instead',
};

const files = schemaFiles();
const used = new Set<string>();

/** The schema a path of property names leads to, references followed on the way. */
function whole(node: JsonMap, file: string): JsonMap {
  const ref = node.$ref;
  if (typeof ref !== 'string') return node;
  const target = follow(files, ref, file);
  return target === undefined ? node : { ...whole(target.node, target.file), ...node };
}

function schema(file: string, ...path: string[]): JsonMap {
  let found: Json | undefined = files.get(file);
  for (const key of path) found = map(found)[key];
  return whole(map(found), file);
}

function expect(holds: boolean, what: string, faults: string[]): void {
  if (holds) return;
  if (differences[what] === undefined) faults.push(what);
  else used.add(what);
}

/** Compares one list of inputs or keys of the facts with the properties of a schema. */
function compare(owner: string, listed: JsonMap[], ours: JsonMap, file: string, faults: string[]): void {
  const properties = map(ours.properties);
  const required = new Set(texts(ours.required));
  for (const fact of listed) {
    const name = String(fact.name ?? fact.key);
    const property = properties[name] === undefined ? undefined : whole(map(properties[name]), file);
    expect(property !== undefined, `${owner} ${name}`, faults);
    if (property === undefined) continue;
    if (fact.required === true) expect(required.has(name), `${owner} ${name} required`, faults);
    else expect(!required.has(name), `${owner} ${name} optional`, faults);
    const allowed = texts(fact.allowed);
    if (allowed.length > 0 && fact.type !== 'Boolean') {
      const values = texts(property.enum ?? property.suggestions);
      expect(same(values, allowed), `${owner} ${name} values`, faults);
    }
    const items = texts(fact.allowedItems);
    if (items.length > 0) expect(same(texts(map(property.items).enum), items), `${owner} ${name} items`, faults);
  }
}

function same(left: string[], right: string[]): boolean {
  return JSON.stringify([...left].sort()) === JSON.stringify([...right].sort());
}

test('actions.json has every action with its inputs, outputs and flow', options, () => {
  const faults: string[] = [];
  const spec = maps(readJson(`${facts}/automation-actions.json`).actions);
  const ours = map(files.get('actions.json')?.actions);
  for (const fact of spec) {
    const name = String(fact.action);
    const action = map(ours[name]);
    expect(ours[name] !== undefined, name, faults);
    const inputs = whole(map(action.inputs), 'actions.json');
    compare(name, maps(fact.inputs), inputs, 'actions.json', faults);
    for (const output of maps(fact.outputs)) {
      const found = map(map(action.outputs)[String(output.name)]);
      expect(found.type === output.type, `${name} output ${String(output.name)}`, faults);
      expect(same(texts(found.values), texts(output.values)), `${name} output ${String(output.name)} values`, faults);
    }
    expect(action.docs === fact.docsPage, `${name} page`, faults);
    for (const key of ['onCancelTarget', 'onCancelSupported'])
      expect(action[key] === fact[key], `${name} ${key}`, faults);
    expect((action.freeInputs === true) === (fact.additionalInputs === 'api-parameters'), `${name} free`, faults);
    expect((action.freeInputs === true) === (inputs.additionalProperties !== false), `${name} closed`, faults);
    for (const key of ['default', 'max'])
      expect((map(action.timeout)[key] ?? null) === map(fact.timeoutSeconds)[key], `${name} timeout ${key}`, faults);
    for (const [theirs, own] of [
      ['oneOf', 'atLeastOne'],
      ['exclusive', 'exclusive'],
      ['requiresTogether', 'together'],
    ] as const) {
      const groups = JSON.stringify(inputs[own] ?? []);
      for (const group of Array.isArray(fact[theirs]) ? fact[theirs] : [])
        expect(groups.includes(JSON.stringify(group)), `${name} ${own} ${texts(group).join(' ')}`, faults);
    }
  }
  assert.deepEqual(faults, []);
  assert.deepEqual(Object.keys(ours).sort(), spec.map(({ action }) => String(action)).sort());
});

test('plugins.json has every plugin with its inputs', options, () => {
  const faults: string[] = [];
  const spec = readJson(`${facts}/command-plugins.json`);
  const ours = map(files.get('plugins.json')?.plugins);
  for (const fact of maps(spec.plugins)) {
    const name = String(fact.plugin);
    const plugin = map(ours[name]);
    expect(ours[name] !== undefined, name, faults);
    const inputs = whole(map(plugin.inputs), 'plugins.json');
    compare(name, maps(fact.inputs), inputs, 'plugins.json', faults);
    compare(name, maps(map(spec.sharedInputs).inputs), inputs, 'plugins.json', faults);
    for (const key of ['platforms', 'schemaVersions'])
      expect(same(texts(plugin[key]), texts(fact[key])), `${name} ${key}`, faults);
    expect(plugin.script === fact.script, `${name} script`, faults);
    expect((plugin.deprecated !== undefined) === (fact.deprecated === true), `${name} deprecated`, faults);
    expect(plugin.agentOnly === fact.agentOnly, `${name} agentOnly`, faults);
    for (const input of maps(fact.inputs))
      if (input.agentOnly === true)
        expect(map(map(inputs.properties)[String(input.name)]).agentOnly === true, `${name} agent key`, faults);
  }
  const bySource = map(
    map(schema('plugins.json', 'definitions', 'aws:downloadContent', 'properties', 'sourceInfo').choose).cases,
  );
  const download = maps(spec.plugins).find(({ plugin }) => plugin === 'aws:downloadContent');
  const sourceInfo = maps(download?.inputs).find(({ name }) => name === 'sourceInfo');
  for (const [type, keys] of Object.entries(map(sourceInfo?.perSourceType))) {
    const { required, optional } = map(keys);
    const found = map(bySource[type]);
    expect(same(texts(found.required), texts(required)), `sourceInfo ${type} required`, faults);
    const expected = [...texts(required), ...texts(optional)];
    expect(same(Object.keys(map(found.properties)), expected), `sourceInfo ${type} keys`, faults);
  }
  assert.deepEqual(faults, []);
});

test('the keys of steps are all there', options, () => {
  const faults: string[] = [];
  const automation = maps(readJson(`${facts}/automation-actions.json`).stepProperties);
  compare(
    'Automation step',
    automation,
    schema('automation.schema.json', 'definitions', 'step'),
    'automation.schema.json',
    faults,
  );
  const command = maps(readJson(`${facts}/command-plugins.json`).stepProperties);
  compare(
    'Command step',
    command,
    schema('command.schema.json', 'definitions', 'step22'),
    'command.schema.json',
    faults,
  );
  const old = schema('command.schema.json', 'definitions', 'step20');
  compare(
    'Command step',
    command.filter(({ schemaVersions }) => schemaVersions === undefined),
    old,
    'command.schema.json',
    faults,
  );
  expect(map(old.properties).precondition === undefined, 'precondition in 2.0', faults);
  assert.deepEqual(faults, []);
});

test('the keys and types of parameters and variables are all there', options, () => {
  const faults: string[] = [];
  const spec = readJson(`${facts}/parameters.json`);
  const file = 'parameters.schema.json';
  const plain = maps(spec.types).map(({ type }) => String(type));
  const aws = maps(map(spec.awsTypes).types).map(({ type }) => String(type));
  for (const [name, types] of [
    ['automationParameter', [...plain, ...aws]],
    ['commandParameter', plain],
    ['sessionParameter', plain],
  ] as const) {
    const parameter = schema(file, 'definitions', name);
    compare(name, maps(spec.keys), parameter, file, faults);
    const known = new Set(texts(map(map(parameter.properties).type).enum));
    for (const type of types) expect(known.has(type), `${name} type ${type}`, faults);
  }
  const variables = map(spec.variables);
  const variable = map(schema(file, 'definitions', 'variable').properties);
  expect(same(Object.keys(variable), texts(variables.keys)), 'variable keys', faults);
  expect(same(texts(map(variable.type).enum), texts(variables.types)), 'variable types', faults);
  assert.deepEqual(faults, []);
});

test('the keys at the top are all there', options, () => {
  const faults: string[] = [];
  const spec = readJson(`${facts}/document-types.json`);
  const top = (version: string): JsonMap[] => maps(map(map(spec.topLevelKeys)[version]).keys);
  compare('0.3', top('0.3'), schema('automation.schema.json', 'root'), 'automation.schema.json', faults);
  for (const version of ['2.2', '2.0', '1.2'])
    compare(version, top(version), schema('command.schema.json', 'roots', version), 'command.schema.json', faults);
  compare('1.0', top('1.0'), schema('session.schema.json', 'root'), 'session.schema.json', faults);
  const typed = (type: string): JsonMap[] =>
    maps(maps(spec.documentTypes).find(({ documentType }) => documentType === type)?.keys);
  const template = 'change-template.schema.json';
  compare('Automation.ChangeTemplate', typed('Automation.ChangeTemplate'), schema(template, 'root'), template, faults);
  compare('Package', typed('Package'), schema('package.schema.json', 'root'), 'package.schema.json', faults);
  const wrapper = schema('wrappers.schema.json', 'roots', 'CloudFormation');
  compare('CloudFormation', typed('CloudFormation'), wrapper, 'wrappers.schema.json', faults);
  const checksums = Object.keys(
    map(map(map(schema('automation.schema.json', 'definitions', 'file').properties).checksums).properties),
  );
  expect(same(checksums, texts(map(spec.filesBlock).checksumKeyAliases)), 'checksum keys', faults);
  assert.deepEqual(faults, []);
});

test('the keys of session documents are all there', options, () => {
  const faults: string[] = [];
  const spec = readJson(`${facts}/session-documents.json`);
  const file = 'session.schema.json';
  compare('Standard_Stream', maps(spec.inputs), schema(file, 'definitions', 'inputs'), file, faults);
  const { commands, port } = map(spec.properties);
  for (const os of texts(map(commands).os))
    compare(os, maps(map(commands).keys), schema(file, 'definitions', os), file, faults);
  compare('Port', maps(map(port).keys), schema(file, 'definitions', 'portProperties'), file, faults);
  const hosts = texts(files.get('expressions.json')?.deniedHosts);
  expect(same(hosts, texts(map(spec.properties).deniedHosts)), 'denied hosts', faults);
  assert.deepEqual(faults, []);
});

test('expressions.json has the names, operators and runtimes', options, () => {
  const faults: string[] = [];
  const ours = files.get('expressions.json') ?? {};
  const spec = readJson(`${facts}/expressions.json`);
  const form = (start: string): JsonMap => maps(spec.forms).find((each) => String(each.form).startsWith(start)) ?? {};
  expect(same(Object.keys(map(ours.globals)), Object.keys(map(form('{{ global:').values))), 'globals', faults);
  const pseudo = texts(form('{{ RESOURCE_ID').values);
  expect(same(Object.keys(map(ours.pseudoParameters)), pseudo), 'pseudo parameters', faults);
  for (const [family, operators] of Object.entries(map(map(spec.branch).operators)))
    expect(same(Object.keys(map(map(ours.branchOperators)[family])), texts(operators)), `${family} operators`, faults);
  const script = maps(readJson(`${facts}/automation-actions.json`).actions).find(
    ({ action }) => action === 'aws:executeScript',
  );
  for (const { value, state } of maps(script?.runtimes))
    expect(
      maps(ours.runtimes).some((each) => each.value === value && each.state === state),
      `runtime ${String(value)}`,
      faults,
    );
  assert.deepEqual(faults, []);
});

test('every difference from the facts still exists', options, () => {
  assert.deepEqual(
    Object.keys(differences).filter((each) => !used.has(each)),
    [],
  );
});
