/** The data files keep to the small schema language of `server/src/language/schema.ts`, and say something about each key. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { follow, isMap, type Json, type JsonMap, map, maps, schemaFiles, texts } from './files.ts';

const nodeKeys = new Set(
  [
    '$ref type ssmType description docs format catalogue deprecated observed agentOnly unverified literal platforms',
    'default enum enumDescriptions suggestions pattern patternDescribe minLength maxLength minimum maximum',
    'minItems maxItems minProperties laterValues required recommended usual atLeastOne exclusive together additionalProperties closedUnverified',
    'keysInAnyCase propertyNames properties items choose',
  ]
    .join(' ')
    .split(' '),
);
const types = new Set(['string', 'integer', 'boolean', 'object', 'array', 'any']);
const ssmTypes = new Set('String StringList Integer Boolean StringMap MapList any StepList'.split(' '));
const formats = new Set(
  [
    'step-name next-step-or-abort aws-service aws-api json-path duration timestamp regex script json yaml document-name',
    'variable-name step-output managed-rule config-resource-type input-parameters guard-policy runbook-name',
    'condition-name resource-name',
  ]
    .join(' ')
    .split(' '),
);

const files = schemaFiles();

interface Visit {
  node: JsonMap;
  file: string;
  path: string;
}

/** Every schema node of a file, with the path that leads to it. */
function visits(file: string): Visit[] {
  const content = files.get(file) ?? {};
  const found: Visit[] = [];
  const into = (value: Json | undefined, path: string): void => {
    if (!isMap(value)) return;
    found.push({ node: value, file, path });
    for (const [key, child] of Object.entries(map(value.properties))) into(child, `${path}.${key}`);
    into(value.items, `${path}[]`);
    into(value.additionalProperties, `${path}.*`);
    for (const [key, child] of Object.entries(map(map(value.choose).cases))) into(child, `${path}?${key}`);
  };
  into(content.root, `${file}:root`);
  for (const [key, child] of Object.entries(map(content.roots))) into(child, `${file}:${key}`);
  for (const [key, child] of Object.entries(map(content.definitions))) into(child, `${file}#${key}`);
  for (const family of ['actions', 'plugins'])
    for (const [key, entry] of Object.entries(map(content[family]))) into(map(entry).inputs, `${file}:${key}`);
  return found;
}

const all = [...files.keys()].flatMap(visits);

/** Runs a check on every schema node and fails with the list of those that do not pass. */
function each(name: string, wrong: (visit: Visit) => string | undefined): void {
  test(name, () => {
    const faults = all.flatMap((visit) => {
      const fault = wrong(visit);
      return fault === undefined ? [] : [`${visit.path}: ${fault}`];
    });
    assert.deepEqual(faults, []);
  });
}

/** The node with the definition it refers to laid under it. */
function whole({ node, file }: Visit): JsonMap {
  const ref = node.$ref;
  if (typeof ref !== 'string') return node;
  const target = follow(files, ref, file);
  return target === undefined ? node : { ...whole({ ...target, path: '' }), ...node };
}

test('there are schema nodes to look at', () => {
  assert.ok(all.length > 500, `${all.length} nodes`);
});

each('a schema node has known keys only', ({ node }) => {
  const unknown = Object.keys(node).filter((key) => !nodeKeys.has(key));
  return unknown.length > 0 ? unknown.join(', ') : undefined;
});

each('every reference leads somewhere', ({ node, file }) => {
  const ref = node.$ref;
  return ref === undefined || follow(files, String(ref), file) !== undefined ? undefined : String(ref);
});

each('types and formats are known', ({ node }) => {
  const type = node.type;
  const named = type === undefined ? [] : Array.isArray(type) ? texts(type) : [String(type)];
  const bad = named.filter((name) => !types.has(name));
  const { ssmType, format } = node;
  if (ssmType !== undefined && !ssmTypes.has(String(ssmType))) bad.push(String(ssmType));
  if (format !== undefined && !formats.has(String(format))) bad.push(String(format));
  return bad.length > 0 ? bad.join(', ') : undefined;
});

each('every property says what it is for', (visit) => {
  const silent = Object.entries(map(visit.node.properties)).filter(([, property]) => {
    const { description } = whole({ ...visit, node: map(property) });
    return typeof description !== 'string' || !/[.]$/.test(description);
  });
  return silent.length > 0 ? silent.map(([key]) => key).join(', ') : undefined;
});

each('keys that are demanded or grouped are properties', (visit) => {
  const node = whole(visit);
  const known = new Set(Object.keys(map(node.properties)));
  if (visit.path.includes('?')) return undefined; // a case adds to the properties of its base
  const groups = ['atLeastOne', 'exclusive', 'together'].flatMap((key) =>
    Array.isArray(node[key]) ? node[key].flatMap((group) => texts(group)) : [],
  );
  const strange = [...texts(node.required), ...texts(node.recommended), ...texts(node.usual), ...groups].filter(
    (key) => !known.has(key),
  );
  return strange.length > 0 ? strange.join(', ') : undefined;
});

each('keys demanded by a case are properties of the case or its base', (visit) => {
  const bases = all.filter(({ node }) => isMap(node.choose));
  const base = bases.find(
    ({ path }) => visit.path.startsWith(`${path}?`) && !visit.path.slice(path.length + 1).includes('.'),
  );
  if (base === undefined) return undefined;
  const known = new Set([...Object.keys(map(whole(base).properties)), ...Object.keys(map(visit.node.properties))]);
  const strange = texts(visit.node.required).filter((key) => !known.has(key));
  return strange.length > 0 ? strange.join(', ') : undefined;
});

each('a key is demanded once', ({ node }) => {
  const required = texts(node.required);
  return new Set(required).size === required.length ? undefined : required.join(', ');
});

each('words about values belong to values', ({ node }) => {
  const values = new Set(texts(node.enum));
  const strange = Object.keys(map(node.enumDescriptions)).filter((value) => !values.has(value));
  const { suggestions, default: fallback } = node;
  if (values.size > 0) strange.push(...texts(suggestions).filter((value) => !values.has(value)));
  if (values.size > 0 && fallback !== undefined && !values.has(String(fallback))) strange.push(String(fallback));
  return strange.length > 0 ? strange.join(', ') : undefined;
});

each('every pattern compiles and is put in words', ({ node }) => {
  const { pattern, patternDescribe, propertyNames } = node;
  const names = map(propertyNames);
  for (const source of [pattern, names.pattern]) if (source !== undefined) new RegExp(String(source));
  if (pattern !== undefined && typeof patternDescribe !== 'string') return 'pattern without patternDescribe';
  if (propertyNames !== undefined && typeof names.describe !== 'string') return 'propertyNames without describe';
  return undefined;
});

each('a choice names its field, where the field is, and its cases', ({ node }) => {
  if (node.choose === undefined) return undefined;
  const { by, from, cases, catalogue } = map(node.choose);
  if (typeof by !== 'string' || (from !== 'own' && from !== 'sibling')) return 'by or from';
  return (cases === undefined) === (catalogue === undefined) ? 'cases or catalogue, one of them' : undefined;
});

for (const [file, family] of [
  ['actions.json', 'actions'],
  ['plugins.json', 'plugins'],
] as const) {
  test(`${file}: every entry has a summary, a page, inputs that are a map, and described outputs`, () => {
    for (const [name, value] of Object.entries(map(files.get(file)?.[family]))) {
      const entry = map(value);
      assert.match(String(entry.summary), /[.]$/, name);
      assert.equal(typeof entry.docs, 'string', name);
      assert.equal(whole({ node: map(entry.inputs), file, path: name }).type, 'object', name);
      for (const [output, facts] of Object.entries(map(entry.outputs))) {
        assert.ok(ssmTypes.has(String(map(facts).type)), `${name}.${output}`);
        assert.match(String(map(facts).description), /[.]$/, `${name}.${output}`);
      }
    }
    for (const [name, entry] of Object.entries(map(files.get(file)?.unlisted)))
      assert.ok(map(entry).summary && map(entry).note, name);
  });
}

test('the runtimes of expressions.json are those of aws:executeScript, the current ones first', () => {
  const runtimes = maps(files.get('expressions.json')?.runtimes);
  const input = map(
    map(map(map(map(files.get('actions.json')?.actions)['aws:executeScript']).inputs).properties).Runtime,
  );
  assert.deepEqual(new Set(texts(input.enum)), new Set(runtimes.map(({ value }) => String(value))));
  assert.deepEqual(
    texts(input.suggestions),
    runtimes.filter(({ state }) => state === 'current').map(({ value }) => String(value)),
  );
});

test('the operators of expressions.json are the keys of a condition', () => {
  const facts = files.get('expressions.json') ?? {};
  const operators = Object.values(map(facts.branchOperators)).flatMap((family) => Object.keys(map(family)));
  const expected = ['Variable', ...operators, ...Object.keys(map(facts.branchLogic))];
  const definitions = map(files.get('automation.schema.json')?.definitions);
  assert.deepEqual(Object.keys(map(map(definitions.condition).properties)), expected);
  assert.deepEqual(Object.keys(map(map(definitions.choice).properties)), ['NextStep', ...expected]);
});
