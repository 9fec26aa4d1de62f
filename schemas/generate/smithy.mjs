// Reads the schema arrays of an `@aws-sdk/client-*` package: what each operation takes and gives.
//
// `dist-es/schemas/schemas_0.js` holds them as code. It is run without its imports and without any global, which gives the
// same arrays as the package itself. Enums are in `models/enums.js`; which member has which enum only the declarations
// (`dist-types/models/models_*.d.ts`) tell.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

/** Types by the numbers of `@smithy/core/schema`; 64 is a list of one, 128 a map to one. */
const simple = new Map([
  [0, 's'],
  [1, 'n'],
  [2, 'b'],
  [4, 't'],
  [5, 't'],
  [6, 't'],
  [7, 't'],
  [15, 'd'],
  [17, 'n'],
  [19, 'n'],
  [21, 'x'],
  [42, 'x'],
]);
const streamingBlob = 42;

export const neededPaths = [
  'package/dist-es/schemas',
  'package/dist-es/models',
  'package/dist-es/runtimeConfig.shared.js',
  'package/dist-types/models',
];

/** The model of a service, in the form of `server/src/language/aws/model.ts`. @param {string} folder of the package */
export function readModel(folder) {
  const schemas = path.join(folder, 'dist-es/schemas/schemas_0.js');
  // Clients of before late 2025 have their shapes only in the code that encodes and decodes.
  if (!existsSync(schemas)) throw new Error('no schemas; the package is too old');
  const values = run(readFileSync(schemas, 'utf8'));
  const enumsFile = path.join(folder, 'dist-es/models/enums.js');
  const enums = existsSync(enumsFile) ? run(readFileSync(enumsFile, 'utf8')) : {};
  const fields = declaredFields(path.join(folder, 'dist-types/models'), new Set(Object.keys(enums)));
  const id = /serviceId: config\?\.serviceId \?\? "([^"]+)"/.exec(
    readFileSync(path.join(folder, 'dist-es/runtimeConfig.shared.js'), 'utf8'),
  )?.[1];
  if (id === undefined) throw new Error(`${folder}: no serviceId`);

  /** @type {Map<string, any[]>} */
  const structures = new Map();
  const usedEnums = new Set();
  /** @type {Record<string, [string, string]>} */
  const ops = {};
  const streaming = [];
  const sending = [];
  for (const value of Object.values(values)) {
    if (!Array.isArray(value) || value[0] !== 9) continue;
    const [, , name, , input, output] = value;
    ops[name] = [nameOf(target(input)), nameOf(target(output))];
    if (streams(target(output))) streaming.push(name);
    else if (streams(target(input))) sending.push(name);
  }

  /** @type {Record<string, Record<string, string>>} */
  const shapes = {};
  for (const [name, schema] of structures) shapes[name] = members(schema); // The map grows while it is walked.
  return {
    id,
    ops: sorted(ops),
    ...(streaming.length > 0 && { streaming: streaming.sort() }),
    ...(sending.length > 0 && { sending: sending.sort() }),
    shapes: sorted(shapes),
    enums: sorted(Object.fromEntries([...usedEnums].map((name) => [name, Object.values(enums[name])]))),
  };

  /** Registers a structure and gives its name; an empty text for none. */
  function nameOf(schema) {
    if (!isStructure(schema)) return '';
    const [, space, name] = schema;
    const known = structures.get(name);
    if (known !== undefined && known[1] !== space) throw new Error(`${id}: two structures are called ${name}`);
    structures.set(name, schema);
    return name;
  }

  function members([, , name, , names, schemas, required = 0]) {
    const declared = fields.get(name) ?? fields.get(`_${name}`) ?? new Map();
    return Object.fromEntries(
      names.map((member, at) => [member + (at < required ? '!' : ''), codeOf(schemas[at], declared.get(member), 0)]),
    );
  }

  /** The code of a type. `enumName` goes with it down to the texts it is made of. */
  function codeOf(member, declared, depth) {
    if (depth > 8) return 'd';
    const schema = target(member);
    if (typeof schema === 'number') {
      if (schema >= 128) return `{${codeOf(schema - 128, declared, depth + 1)}`;
      if (schema >= 64) return `[${codeOf(schema - 64, declared, depth + 1)}`;
      const code = simple.get(schema);
      if (code === undefined) throw new Error(`${id}: unknown type ${schema}`);
      if (code !== 's' || declared === undefined) return code;
      usedEnums.add(declared);
      return `e${declared}`;
    }
    if (isStructure(schema)) return `#${nameOf(schema)}`;
    if (schema[0] === 0) return codeOf(schema[4], declared, depth + 1);
    if (schema[0] === 1) return `[${codeOf(schema[4], declared, depth + 1)}`;
    if (schema[0] === 2) return `{${codeOf(schema[5], declared, depth + 1)}`;
    throw new Error(`${id}: unknown schema ${schema[0]} of ${schema[2]}`);
  }
}

/** The values that a module exports or keeps in `var`. */
function run(source) {
  const imported = [];
  const script = source
    .replace(/^import\s*\{([^}]*)\}\s*from\s*"[^"]*";$/gm, (_, names) => {
      imported.push(...names.split(',').map((each) => each.trim().replace(/^.* as /, '')));
      return '';
    })
    .replace(/^export (var|const) /gm, 'var ');
  const stubs = imported.filter((name) => name !== '' && name !== 'TypeRegistry').map((name) => `class ${name} {}\n`);
  const registry = 'class TypeRegistry { static for() { return new TypeRegistry(); } registerError() {} }\n';
  const context = vm.createContext(Object.create(null));
  vm.runInContext(registry + stubs.join('') + script, context, { timeout: 20_000 });
  return context;
}

/** Follows thunks and `[schema, traits]` to the schema itself. */
function target(member) {
  let schema = member;
  for (;;) {
    if (typeof schema === 'function') schema = schema();
    else if (Array.isArray(schema) && typeof schema[1] !== 'string') schema = schema[0];
    else return schema;
  }
}

function isStructure(schema) {
  return Array.isArray(schema) && (schema[0] === 3 || schema[0] === 4 || schema[0] === -3);
}

/** True for a body that is sent or received piece by piece. */
function streams(schema) {
  if (!isStructure(schema)) return false;
  return schema[5].some((member) => {
    const inner = target(member);
    if (inner === streamingBlob) return true;
    if (!Array.isArray(inner)) return false;
    return (
      (inner[0] === 0 && inner[4] === streamingBlob) || (typeof inner[3] === 'object' && inner[3]?.streaming === 1)
    );
  });
}

/** The enum of each member that has one, by structure. */
function declaredFields(folder, enumNames) {
  const fields = new Map();
  for (const file of readdirSync(folder).filter((name) => /^(models_\d+|errors)\.d\.ts$/.test(name))) {
    const text = readFileSync(path.join(folder, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, name, body] of text.matchAll(/^export (?:interface|declare namespace) (\w+)[^{]*\{([\s\S]*?)^\}/gm)) {
      const members = fields.get(name) ?? new Map();
      for (const [, member, type] of body.matchAll(/^\s+"?([^\s"?:]+)"?\??: ([^;]+);/gm)) {
        const found = [...type.replace(/^.*Record<\w+,/, '').matchAll(/\w+/g)].find(([word]) => enumNames.has(word));
        if (found !== undefined) members.set(member, found[0]);
      }
      fields.set(name, members);
    }
  }
  return fields;
}

function sorted(map) {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
