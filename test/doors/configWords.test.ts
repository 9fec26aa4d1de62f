/** Help in `.opswrightrc.yaml`: what is offered, what a word means, and the edit that turns a rule off. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../../server/src/config.ts';
import { configHover, configItems, ruleTurnedOff } from '../../server/src/configWords.ts';
import { edited } from '../../server/src/language/index.ts';
import { mark } from '../helpers.ts';

function offered(marked: string): { label: string; after: string }[] {
  const { text, cursors } = mark(marked);
  return configItems(text, cursors[0] ?? 0).map(({ label, insert, range }) => ({
    label,
    after: text.slice(0, range.start) + insert + text.slice(range.end),
  }));
}

function labels(marked: string): string[] {
  return offered(marked).map(({ label }) => label);
}

test('keys that are not there yet are offered', () => {
  assert.deepEqual(labels('<|>'), ['rules', 'ignore', 'actions', 'region']);
  assert.deepEqual(labels('rules:\n  long-name: off\n<|>'), ['ignore', 'actions', 'region']);
  assert.deepEqual(labels('ru<|>: {}\nignore:\n'), ['rules', 'actions', 'region']);
  assert.equal(offered('ig<|>')[1]?.after, 'ignore:\n  - $1');
});

test('rules that can be set and are not are offered, with the severities they can have', () => {
  const found = offered('rules:\n  missing-timeout: off\n  ru<|>\n');
  const names = found.map(({ label }) => label);
  assert.ok(names.includes('runtime-retired'));
  assert.ok(!names.includes('missing-timeout') && !names.includes('unknown-step'));
  assert.match(
    found.find(({ label }) => label === 'runtime-retired')?.after ?? '',
    /runtime-retired: \$\{1\|off,hint,information,warning\|\}\n$/,
  );
  assert.equal(offered('rules:\n  runtim<|>e: off')[0]?.after.endsWith(': off'), true);
});

test('severities are offered behind a rule', () => {
  assert.deepEqual(labels('rules:\n  missing-timeout: <|>'), ['off', 'hint', 'information', 'warning']);
  assert.deepEqual(labels('rules:\n  missing-timeout: inf<|>o'), ['off', 'hint', 'information', 'warning']);
});

test('nothing is offered among globs and names, nor in JSON', () => {
  assert.deepEqual(labels('ignore:\n  - <|>'), []);
  assert.deepEqual(labels('actions:\n  - aws:<|>'), []);
  assert.deepEqual(labels('{ "rules": { <|> } }'), []);
});

test('keys, rules and severities are explained', () => {
  const at = (marked: string): string | undefined => {
    const { text, cursors } = mark(marked);
    return configHover(text, cursors[0] ?? 0)?.markdown.split('\n')[0];
  };
  assert.equal(at('ru<|>les:\n  missing-timeout: off\n'), '**rules**');
  assert.equal(at('rules:\n  missing-<|>timeout: off\n'), '**missing-timeout** — information');
  assert.equal(at('rules:\n  missing-timeout: o<|>ff\n'), '**off** — Is not reported.');
  assert.equal(at('{ "actions": [], "rules": { "missing-time<|>out": "off" } }'), '**missing-timeout** — information');
  assert.equal(at('ignore:\n  - a<|>b\n'), undefined);
});

for (const text of [
  '',
  '# Ours.',
  'ignore:\n  - drafts/\n',
  'rules:\n',
  'rules: # none yet\nignore: [a]\n',
  'rules: {}\n',
  'rules: { deprecated: hint }\n',
  'rules:\n    deprecated: hint # loud\n\nignore:\n  - drafts/\n',
  'rules:\n  missing-timeout: hint\n',
  'rules:\r\n  deprecated: hint\r\n',
  '{}',
  '{ "rules": {} }',
  '{\n  "rules": {\n    "deprecated": "hint"\n  }\n}\n',
  '{ "rules": { "missing-timeout": "hint" }, "ignore": ["a"] }',
]) {
  test(`a rule is turned off in ${JSON.stringify(text)}`, () => {
    const edits = ruleTurnedOff(text, 'missing-timeout');
    assert.ok(edits);
    const before = readConfig(text);
    const after = readConfig(edited(text, edits));
    assert.deepEqual(
      after,
      { ...before, severities: { ...before.severities, 'missing-timeout': 'off' } },
      edited(text, edits),
    );
  });
}

test('a configuration with a fault is left alone', () => {
  assert.equal(ruleTurnedOff('rulez:\n  a: off\n', 'missing-timeout'), undefined);
});
