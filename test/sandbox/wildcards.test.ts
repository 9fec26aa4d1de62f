/** Wildcards match as people expect, and in time. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLike } from '../../server/src/sandbox/wildcards.ts';

const cases: readonly (readonly [text: string, pattern: string, like: boolean])[] = [
  ['prod-web-01', 'prod-*', true],
  ['prod-web-01', '*-web-??', true],
  ['prod-web-01', '*-web-?', false],
  ['', '*', true],
  ['a.b', 'a?b', true],
  ['a.b', 'a.c', false],
  ['aXbXc', 'a*b*c', true],
  ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', `${'*a'.repeat(25)}*c`, false],
];

for (const [text, pattern, like] of cases)
  test(`"${text}" is ${like ? '' : 'not '}like "${pattern}"`, () => assert.equal(isLike(text, pattern), like));
