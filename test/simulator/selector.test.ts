/** Selectors find what an independent reader of JSONPath finds, and what the documents of the service rely on. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { query } from 'jsonpath-rfc9535';
import type { Json } from '../../server/src/simulator/index.ts';
import { evaluate } from '../../server/src/simulator/selector.ts';

const answer: Json = {
  Reservations: [
    {
      Instances: [
        {
          InstanceId: 'i-1',
          Code: 16,
          State: { Name: 'running' },
          Tags: [
            { Key: 'Name', Value: 'a' },
            { Key: 'Env', Value: 'x' },
          ],
        },
      ],
    },
    {
      Instances: [
        { InstanceId: 'i-2', Code: 80, State: { Name: 'stopped' }, Tags: [] },
        { InstanceId: 'i-3', Code: 16, 'odd-key': { 'a.b': true } },
      ],
    },
  ],
  Empty: [],
  Null: null,
  'odd-key': 1,
};

const paths = [
  '$',
  '$.Reservations[0].Instances[0].State.Name',
  '$.Reservations[5].Instances',
  '$.Reservations[-1].Instances[0].InstanceId',
  '$..InstanceId',
  '$.Reservations..Instances..State.Name',
  '$.Reservations[1].Instances[?(@.Code == 16)].InstanceId',
  "$.Reservations[0].Instances[0].Tags[?(@.Key == 'Env')].Value",
  '$..Instances[?(@.Code > 16)].InstanceId',
  '$..Instances[?(@.Code <= 16)].InstanceId',
  "$..Instances[?(@.State.Name != 'running')].InstanceId",
  '$..Instances[?(@.State)].InstanceId',
  "$['odd-key']",
  "$.Reservations[1].Instances[1]['odd-key']['a.b']",
  '$.Reservations[*].Instances[*].Code',
  '$.Reservations[0:1]',
  '$.Reservations[1:]',
  '$.Empty',
  '$.Empty[0]',
  '$.Null',
  '$.Nothing.at.all',
  '$..Nothing',
];

for (const path of paths)
  test(`${path} finds what another reader finds`, () => {
    const { value, many } = evaluate(path, answer);
    const theirs = query(answer, path.replaceAll(/\?\((.+)\)\]/g, '?$1]')) as Json[];
    const ours = many ? (value as Json[]) : value === undefined ? [] : [value];
    // Which of several comes first is left open for deep scans.
    const sorted = (list: Json[]): string[] => list.map((each) => JSON.stringify(each)).sort();
    assert.deepEqual(sorted(ours), sorted(theirs));
  });

test('a selector without "$" begins at the answer', () => {
  assert.equal(evaluate('Reservations[0].Instances[0].InstanceId', answer).value, 'i-1');
});

test('a definite path gives the value and others a list', () => {
  assert.equal(evaluate('$.Reservations[0].Instances[0].Code', answer).many, false);
  assert.equal(evaluate('$.Reservations[0].Instances[?(@.Code == 16)].Code', answer).many, true);
});

test('a selector that cannot be read says why', () => {
  const { faults } = evaluate('$.Reservations[?(@.a == 1 && @.b == 2)]', answer);
  assert.equal(faults.length, 1);
});

test('deep scans meet the outer levels first', () => {
  assert.deepEqual(evaluate('$..x', { a: { x: 1 }, x: 2 }).value, [2, 1]);
});
