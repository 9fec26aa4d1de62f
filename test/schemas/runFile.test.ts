/** The JSON Schema of run files, for other tools: it is that of ours, and takes what we take. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';

// Plain JavaScript outside of the projects, as all scripts that write the files of `schemas/`.
const { runFileSchema }: { runFileSchema(): string } = await import(
  pathToFileURL('schemas/generate/run-file.mjs').href
);
const schema: object = JSON.parse(readFileSync('schemas/json-schema/run-file.json', 'utf8'));
const valid = new Ajv({ strict: false }).compile(schema);

function read(path: string): unknown {
  return load(readFileSync(path, 'utf8'));
}

test('the JSON Schema is that of schemas/run.schema.json', () => {
  assert.deepEqual(schema, JSON.parse(runFileSchema()), 'run: node schemas/generate/run-file.mjs');
});

test('sound run files are valid', () => {
  for (const path of ['examples/restart-service.run.yaml', 'test/rules/run-targets/sound.run.yaml'])
    assert.ok(valid(read(path)), `${path}: ${JSON.stringify(valid.errors)}`);
});

test('faults of shape are not', () => {
  const folders = ['unknown-key', 'value-form', 'value-range', 'key-group'];
  const files = folders.flatMap((folder) =>
    readdirSync(`test/rules/${folder}`).flatMap((name) =>
      name.endsWith('.run.yaml') ? [`test/rules/${folder}/${name}`] : [],
    ),
  );
  assert.ok(files.length >= 4);
  for (const path of files) assert.equal(valid(read(path)), false, path);
});
