/** Patterns: what is wrong with one, what one matches, and that no pattern holds anybody up. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPattern } from '../../server/src/language/pattern.ts';
import { anchorage, finds } from '../../server/src/language/patternMatch.ts';

const sound = [
  '^$|^arn:(aws|aws-cn|aws-us-gov|aws-iso(-[a-z])?):iam::[0-9]{12}:role\\/[\\w+\\/=,.@-]+$',
  '^[-+._/a-z]*$',
  '^[^]a-z]$',
  '^(?!root).*$',
  '^(?<year>\\d{4})-\\k<year>$',
  '^[\\w-.]+[.\\-_:]$',
  '^(?i:a)(?s-i)b$',
  '^\\Q(((\\E$',
  '^x{1,3}?y{2}+$',
  '(?x) a b # (',
  '',
];
const wrong = ['(', ')', '[a', 'a**', '+a', 'a|*', '[z-a]', 'a{3,2}', '\\', '\\y', '\\x4', '(?z)a'];

test('what an engine takes has no fault', () => {
  for (const source of sound) assert.deepEqual(readPattern(source).faults, [], source);
});

test('what no engine takes has one', () => {
  for (const source of wrong) assert.equal(readPattern(source).faults[0]?.certain, true, source);
});

test('a pattern is looked for as its author means', () => {
  const cases: [string, string, boolean | undefined][] = [
    ['^[a-z]+$', 'abc', true],
    ['^[a-z]+$', 'aBc', false],
    ['(?i)^[a-z]+$', 'aBc', true],
    ['^(?i)[^a]$', 'A', false],
    ['b', 'abc', true],
    ['^(a|ab)(c|bcd)(d*)$', 'abcd', true],
    ['^(?!root).+$', 'root1', false],
    ['^a{2,3}?$', 'aaa', true],
    ['^a{2,3}$', 'aaaa', false],
    ['^(ab){2}$', 'abab', true],
    ['\\bweb\\b', 'a web b', true],
    ['\\bweb\\b', 'webs', false],
    ['^[\\s\\S]{3}$', 'a\nb', true],
    ['^...$', 'a\nb', false],
    ['^.$', '🚀', true],
    ['^[🐀-🚀]$', '🚀', true],
    ['^\\x41\\u0042$', 'AB', true],
    ['^(a*)*$', 'b', false],
    ['^(?:a?){50}$', 'a', true],
    ['^\\p{L}$', '1', undefined],
    ['^[a&&b]$', 'x', undefined],
    ['(a)\\1', 'ab', undefined],
  ];
  for (const [source, text, expected] of cases)
    assert.equal(finds(readPattern(source), text), expected, `${source} in ${text}`);
});

test('a pattern is bound to both ends, to some, or to none', () => {
  for (const source of ['^a$', '^(a|b)$', '(^a$)|^b$', '\\Aa\\z', '.*', '^a.*', '^(?!x)a$', '^a|^$'.replace('a', 'a$')])
    assert.equal(anchorage(readPattern(source)), 'both', source);
  for (const source of ['^a$|b', '^a', 'a$', '^$|b$', '^a|b$'])
    assert.equal(anchorage(readPattern(source)), 'partly', source);
  for (const source of ['a', 'a|b', '[a-z]+']) assert.equal(anchorage(readPattern(source)), 'none', source);
});

test('no pattern goes on for ever', () => {
  for (const source of ['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '(.*)(.*)(.*)(.*)(.*)x', '^(((a*)*)*)*$', '^(?:){100000}$'])
    assert.notEqual(finds(readPattern(source), `${'a'.repeat(200)}!`), true, source);
  readPattern('('.repeat(4000));
  readPattern('[a'.repeat(2000));
  readPattern('a{1,2}'.repeat(10_000));
  assert.equal(finds(readPattern('^(ab?)*$'), 'a'.repeat(390)), true);
});
