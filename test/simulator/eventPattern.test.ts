/** Event patterns against the verdicts of aws/event-ruler, where those are at hand, and cases of our own. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { matchesPattern, patternFaults } from '../../server/src/simulator/events/pattern.ts';
import type { Json, JsonMap } from '../../server/src/simulator/index.ts';

interface Vector {
  name: string;
  pattern?: Json;
  patternText?: string;
  event?: Json | '$sample';
  expect: 'match' | 'noMatch' | 'valid' | 'invalid';
}

const file = '../shared/data/event-pattern-vectors.json';

test('patterns are judged as event-ruler judges them', {
  skip: existsSync(file) ? false : 'the vectors are not here',
}, () => {
  const { cases, sample }: { cases: Vector[]; sample: Json } = JSON.parse(readFileSync(file, 'utf8'));
  const wrong: string[] = [];
  for (const { name, pattern, patternText, event, expect } of cases) {
    let read = pattern;
    try {
      if (patternText !== undefined) read = JSON.parse(patternText);
    } catch {
      read = undefined;
    }
    const faults = read === undefined ? [{ message: 'no JSON' }] : patternFaults(read);
    const matched =
      faults.length === 0 &&
      event !== undefined &&
      matchesPattern(read as JsonMap, event === '$sample' ? sample : event);
    const verdict = faults.length > 0 ? 'invalid' : event === undefined ? 'valid' : matched ? 'match' : 'noMatch';
    if (verdict !== expect)
      wrong.push(`${name}: ${verdict}, expected ${expect} ${faults.map(({ message }) => message)}`);
  }
  assert.deepEqual(wrong, []);
});

const event: Json = {
  source: 'shop',
  detail: {
    items: [
      { name: 'a', price: 5 },
      { name: 'b', price: 50 },
    ],
    ip: '10.0.0.7',
  },
};

test('conditions below a list hold in one and the same member', () => {
  assert.ok(matchesPattern({ detail: { items: { name: ['a'], price: [5] } } }, event));
  assert.ok(!matchesPattern({ detail: { items: { name: ['a'], price: [50] } } }, event));
});

test('a fault names the way to it', () => {
  const [fault] = patternFaults({ detail: { state: [{ prefix: 1 }] } });
  assert.deepEqual(fault, { path: ['detail', 'state'], message: '"prefix" takes a text' });
});

test('a wildcard with many stars is told at once', () => {
  const stars = `${'*a'.repeat(60)}*b`;
  assert.ok(!matchesPattern({ source: [{ wildcard: stars }] }, { source: 'a'.repeat(5000) }));
});
