/** The catalogue of AWS Config is what its script makes of the saved tables, and its parts fit together. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { ConfigCatalogue } from '../../server/src/language/index.ts';

const file = 'schemas/config-catalogue.json';
const catalogue = JSON.parse(readFileSync(file, 'utf8')) as ConfigCatalogue;
const rules = Object.entries(catalogue.rules);

test('the catalogue is what its script makes of the saved tables', async () => {
  const script = pathToFileURL(path.resolve('schemas/generate/config-catalogue.mjs')).href;
  const { text } = (await import(script)) as { text: string };
  assert.equal(readFileSync(file, 'utf8'), text, 'run node schemas/generate/config-catalogue.mjs');
});

test('no managed rule is withdrawn, and what takes the place of a withdrawn one exists', () => {
  for (const [gone, instead] of Object.entries(catalogue.withdrawn)) {
    assert.ok(!Object.hasOwn(catalogue.rules, gone), gone);
    if (instead !== null) assert.ok(Object.hasOwn(catalogue.rules, instead), instead);
  }
});

test('types and Regions that a managed rule names are in the catalogue', () => {
  for (const [identifier, { types = [], regions }] of rules) {
    for (const type of types) assert.ok(Object.hasOwn(catalogue.resourceTypes, type), `${identifier}: ${type}`);
    if (regions !== undefined) assert.ok(Object.hasOwn(catalogue.regions, regions), `${identifier}: ${regions}`);
  }
});

test('a value that the console fills in is one that the parameter takes', () => {
  const strange = rules.flatMap(([identifier, { parameters = {} }]) =>
    Object.entries(parameters).flatMap(([name, { type, default: value }]) =>
      type === 'int' && value !== undefined && !/^-?\d+$/.test(value) ? [`${identifier}.${name}: ${value}`] : [],
    ),
  );
  assert.deepEqual(strange, []);
});
