/** The files of `schemas/aws`: each is sound in itself, together they stay small, and their names are those of boto3. */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ServiceModel } from '../../server/src/language/aws/model.ts';
import { modelled, others, retired } from '../../server/src/language/aws/names.ts';

const folder = 'schemas/aws';
const index: Record<string, { id: string; package: string; version: string; ops: number }> = json('index.json');
const names = Object.keys(index);
const models = new Map(names.map((name) => [name, json<ServiceModel>(`${name}.json`)]));

test('every model is in the index, and every entry has its file', () => {
  const files = readdirSync(folder).flatMap((file) => /^(.*)\.json$/.exec(file)?.[1] ?? []);
  const models = files.filter((name) => !['index', 'others', 'retired'].includes(name));
  assert.deepEqual(models.sort(), [...names].sort(), 'run "node aws-models.mjs" in schemas/generate');
  assert.deepEqual([...names].sort(), names, 'the index is sorted');
});

test('the names of the language core are those of the files', () => {
  const hint = 'run "node aws-names.mjs" in schemas/generate';
  assert.deepEqual(modelled, names, hint);
  assert.deepEqual(others, json('others.json'), hint);
  assert.deepEqual(retired, json('retired.json'), hint);
  const all = [...modelled, ...others, ...retired];
  assert.equal(new Set(all).size, all.length, 'a service has one state');
  for (const name of all) assert.match(name, /^[a-z0-9-]+$/);
});

for (const [name, model] of models) {
  test(`${name} is sound`, () => {
    assert.equal(model.id, index[name]?.id);
    assert.equal(Object.keys(model.ops).length, index[name]?.ops);
    for (const list of [model.ops, model.shapes, model.enums])
      assert.deepEqual(Object.keys(list).sort(), Object.keys(list));

    const squashed = new Set<string>();
    const shapes = new Set<string>();
    const enums = new Set<string>();
    for (const [operation, pair] of Object.entries(model.ops)) {
      assert.equal(pair.length, 2, operation);
      for (const shape of pair) if (shape !== '') shapes.add(shape);
      const plain = operation.toLowerCase();
      assert.ok(!squashed.has(plain) && /^\w+$/.test(operation), `${operation} is like another but for case`);
      squashed.add(plain);
    }
    for (const list of [model.streaming, model.sending])
      for (const operation of list ?? []) assert.ok(Object.hasOwn(model.ops, operation), operation);
    for (const operation of model.dropped ?? []) assert.ok(!Object.hasOwn(model.ops, operation), operation);

    // The set grows while it is walked.
    for (const shape of shapes) {
      assert.ok(Object.hasOwn(model.shapes, shape), `${shape} is missing`);
      const lower = new Set<string>();
      let optional = false;
      for (const [key, type] of Object.entries(model.shapes[shape] ?? {})) {
        assert.match(type, /^[[{]*(?:[snbtxd]|#.+|e.+)$/, `${shape}.${key}`);
        const bare = type.replace(/^[[{]+/, '');
        if (bare.startsWith('#')) shapes.add(bare.slice(1));
        if (bare.startsWith('e')) enums.add(bare.slice(1));
        if (!key.endsWith('!')) optional = true;
        assert.ok(!key.endsWith('!') || !optional, `${shape}.${key}: required members come first`);
        const plain = key.replace('!', '').toLowerCase();
        assert.ok(!lower.has(plain), `${shape}.${key} is like another but for case`);
        lower.add(plain);
      }
    }
    assert.deepEqual([...shapes].sort(), Object.keys(model.shapes), 'every structure is used');
    assert.deepEqual([...enums].sort(), Object.keys(model.enums), 'every enum is used');
    for (const [key, values] of Object.entries(model.enums))
      assert.ok(
        values.every((value) => typeof value === 'string'),
        key,
      );
  });
}

test('operations that everybody calls are there', () => {
  const wanted: Record<string, string> = {
    autoscaling: 'DescribeAutoScalingGroups',
    cloudformation: 'DescribeStacks',
    cloudwatch: 'PutMetricData',
    config: 'PutEvaluations',
    ec2: 'DescribeInstances',
    elbv2: 'DescribeTargetHealth',
    events: 'PutEvents',
    iam: 'GetRole',
    lambda: 'GetFunctionConfiguration',
    logs: 'DescribeLogGroups',
    rds: 'DescribeDBInstances',
    s3: 'PutBucketEncryption',
    secretsmanager: 'GetSecretValue',
    securityhub: 'BatchUpdateFindings',
    ssm: 'GetParameter',
    stepfunctions: 'StartExecution',
    sts: 'GetCallerIdentity',
  };
  for (const [name, operation] of Object.entries(wanted))
    assert.ok(Object.hasOwn(models.get(name)?.ops ?? {}, operation), `${name} ${operation}`);
  assert.deepEqual(models.get('ssm')?.shapes.SendCommandRequest?.['DocumentName!'], 's');
  assert.deepEqual(models.get('ssm')?.shapes.SendCommandRequest?.Targets, '[#Target');
  assert.deepEqual(models.get('ec2')?.shapes.Volume?.State, 'eVolumeState');
});

test('all models together stay below a megabyte packed', () => {
  const packed = [...models.values()].map((model) => gzipSync(JSON.stringify(model), { level: 9 }).length);
  const total = packed.reduce((sum, each) => sum + each, 0);
  assert.ok(total < 1024 * 1024, `${total} bytes`);
});

test('operations have the names that boto3 gives them', (t) => {
  const file = '../shared/spec/aws-service-operations.json';
  if (!existsSync(file)) {
    t.skip('the list of boto3 is not here');
    return;
  }
  const { services }: { services: Record<string, { operations: string[] }> } = JSON.parse(readFileSync(file, 'utf8'));
  for (const [name, model] of models) {
    const known = new Set([...Object.keys(model.ops), ...(model.dropped ?? [])]);
    // What we have and the list has not is newer than the list.
    assert.deepEqual(
      services[name]?.operations.filter((operation) => !known.has(operation)),
      [],
      name,
    );
  }
  assert.deepEqual(
    [...modelled, ...others].filter((name) => !Object.hasOwn(services, name)),
    [],
    'services that boto3 does not have',
  );
  assert.deepEqual(
    retired.filter((name) => Object.hasOwn(services, name)),
    [],
    'services that boto3 still has',
  );
});

function json<T>(file: string): T {
  return JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
}
