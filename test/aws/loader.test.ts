/** The reader of models: reads at the first call, keeps a few, and takes whatever it cannot read for absent. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awsModels } from '../../server/src/awsModels.ts';

const sound = '{ "id": "X", "ops": {}, "shapes": {}, "enums": {} }';

test('a model is read once, when it is asked for', () => {
  const { models, files } = counted(() => sound);
  assert.deepEqual(files, []);
  assert.equal(models('ec2')?.id, 'X');
  assert.equal(models('ec2'), models('ec2'));
  assert.equal(files.length, 1);
});

test('only the last few are kept', () => {
  const { models, files } = counted(() => sound);
  for (let i = 0; i < 8; i++) models(`s${i}`);
  models('s0');
  models('s8');
  assert.equal(files.length, 9);
  models('s0');
  assert.equal(files.length, 9, 's0 was used after the others');
  models('s1');
  assert.equal(files.length, 10, 's1 had to go');
});

test('what is missing or broken is undefined, and is not tried again', () => {
  for (const text of ['', '{', '[]', 'null', '{ "id": "X" }', '{ "ops": [], "shapes": {}, "enums": {} }']) {
    const { models, files } = counted(() => text);
    assert.equal(models('ec2'), undefined, text);
    assert.equal(models('ec2'), undefined);
    assert.equal(files.length, 1);
  }
  const { models } = counted(() => {
    throw new Error('ENOENT');
  });
  assert.equal(models('ec2'), undefined);
  assert.equal(awsModels('/nowhere')('ec2'), undefined);
});

test('a name never leads out of the folder, and the lists beside the models are none', () => {
  const { models, files } = counted(() => sound);
  for (const name of ['../package', 'a/b', 'C:\\x', '', '..']) assert.equal(models(name), undefined);
  assert.deepEqual(files, []);
  const real = awsModels('schemas/aws');
  for (const name of ['index', 'others', 'retired', 'nothing']) assert.equal(real(name), undefined, name);
  assert.equal(real('ec2')?.id, 'EC2');
});

function counted(read: () => string) {
  const files: string[] = [];
  const models = awsModels('models', (file) => {
    files.push(file);
    return read();
  });
  return { models, files };
}
