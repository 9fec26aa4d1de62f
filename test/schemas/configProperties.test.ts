/** The properties of configuration items are what their script makes of the saved table. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { propertiesOf } from '../../server/src/language/guard/properties.ts';
import { managed, properties } from '../helpers.ts';

const file = 'schemas/config-properties.json';

test('the properties are what their script makes of the saved table', async () => {
  const script = pathToFileURL(path.resolve('schemas/generate/config-properties.mjs')).href;
  const { text } = (await import(script)) as { text: string };
  assert.equal(readFileSync(file, 'utf8'), text, 'run node schemas/generate/config-properties.mjs');
});

test('every type with properties is one that AWS Config records', () => {
  const recorded = managed()?.resourceTypes ?? {};
  for (const type of Object.keys(properties()?.types ?? {})) assert.ok(Object.hasOwn(recorded, type), type);
});

test('an item has the properties of its type, and those of every item', () => {
  const bucket = propertiesOf(properties(), 'AWS::S3::Bucket') ?? {};
  assert.ok(Object.hasOwn(bucket, 'configuration') && Object.hasOwn(bucket, 'awsRegion'));
});
