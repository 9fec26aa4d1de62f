/** Damaged policies and queries: nothing throws, every range lies within the text, and the same text gives the same answers. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { check, complete, folds, format, hover, outline, parse, tokens } from '../../../server/src/language/index.ts';
import { managed, properties } from '../../helpers.ts';
import { thorough } from '../../sample.ts';

const lookups = { config: managed, properties };
const sound = readFileSync('test/rules/guard-syntax/sound.guard', 'utf8');
const query = readFileSync('test/rules/config-query/sound.configql', 'utf8');
const pieces = [
  '{',
  '}',
  '[',
  ']',
  '(',
  '%',
  '"',
  "'",
  '/',
  '<<',
  '>>',
  'when ',
  ' or ',
  'rule ',
  'let ',
  '.',
  '\n',
  '#',
  'r[',
  '😀',
];

/** A text with stretches taken out and pieces put in. */
const damaged = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.nat(40), fc.constantFrom('', ...pieces)), { minLength: 1, maxLength: 6 })
    .map((changes) =>
      changes.reduce((now, [at, long, piece]) => now.slice(0, at) + piece + now.slice(at + long), text),
    );

function survives(text: string, written: 'guard' | 'configql', at: number): void {
  const document = parse(text, { format: written });
  const problems = check(document, { lookups });
  for (const { start, end } of [...problems, ...folds(document), ...tokens(document)])
    assert.ok(0 <= start && start <= end && end <= text.length);
  const offset = at % (text.length + 1);
  complete(document, offset, lookups);
  hover(document, offset, lookups);
  outline(document);
  format(document);
  assert.deepEqual(check(parse(text, { format: written }), { lookups }), problems);
}

test('damaged policies are read', () => {
  fc.assert(
    fc.property(damaged(sound), fc.nat(), (text, at) => survives(text, 'guard', at)),
    { seed: 5, numRuns: thorough ? 300 : 80 },
  );
});

test('damaged queries are read', () => {
  fc.assert(
    fc.property(damaged(query), fc.nat(), (text, at) => survives(text, 'configql', at)),
    { seed: 5, numRuns: thorough ? 100 : 40 },
  );
});

test('any text is read', () => {
  const any = fc.array(fc.constantFrom(...pieces, 'a', ' ', '=', '!', '1', ',', '*')).map((all) => all.join(''));
  fc.assert(
    fc.property(any, fc.nat(), (text, at) => survives(text, 'guard', at)),
    { seed: 5, numRuns: thorough ? 300 : 80 },
  );
});

test('deep nesting ends with a fault, not with the stack', () => {
  for (const piece of ['a {', 'a[', 'let a = [', 'a in [', '{ a: ', 'f(', 'when a exists {'])
    assert.ok(check(parse(piece.repeat(5000), { format: 'guard' })).length > 0);
});
