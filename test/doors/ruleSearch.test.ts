/** The search of "New Config Rule", without VS Code. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { searchRules } from '../../client/src/ruleSearch.ts';
import { ruleChoices } from '../../server/src/language/index.ts';
import { managed } from '../helpers.ts';

const catalogue = managed();
const rules = catalogue ? ruleChoices(catalogue) : [];
const found = (typed: string): string[] => searchRules(rules, typed).map(({ identifier }) => identifier);

test('an empty search gives all rules', () => {
  assert.equal(found(' ').length, rules.length);
});

test('an identifier and a name find their rule first, whole or begun', () => {
  assert.equal(found('S3_BUCKET_VERSIONING_EN')[0], 'S3_BUCKET_VERSIONING_ENABLED');
  assert.equal(found('s3-bucket-versioning')[0], 'S3_BUCKET_VERSIONING_ENABLED');
  assert.equal(found('restricted-ssh')[0], 'INCOMING_SSH_DISABLED');
});

test('words find a rule in any order', () => {
  assert.equal(found('versioning bucket')[0], 'S3_BUCKET_VERSIONING_ENABLED');
});

test('a type of resource finds the rules that look at it', () => {
  assert.ok(found('aws::iam::user').includes('ACCESS_KEYS_ROTATED'));
});

test('some of the letters find a rule, other letters do not', () => {
  assert.ok(found('acckeysrot').includes('ACCESS_KEYS_ROTATED'));
  assert.deepEqual(found('zzqx'), []);
});
