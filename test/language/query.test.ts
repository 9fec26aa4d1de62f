/** What an editor shows of an advanced query: completion, hover and layout, in files and inside a stored query. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete, edited, format, hover, parse } from '../../server/src/language/index.ts';
import { accept } from '../completions.ts';
import { managed, mark, properties } from '../helpers.ts';

const lookups = { config: managed, properties };

function hoverAt(marked: string): string | undefined {
  const { text, cursors } = mark(marked);
  return hover(parse(text, { format: 'configql' }), cursors[0] ?? 0, lookups)?.markdown;
}

test('a hover explains words, properties up to the name pointed at, and types', () => {
  assert.match(hoverAt('SEL<|>ECT *') ?? '', /^`SELECT` — /);
  const query = (select: string): string => `SELECT ${select} WHERE resourceType = 'AWS::EC2::Instance'`;
  assert.match(
    hoverAt(query('configuration.inst<|>anceType')) ?? '',
    /^\*\*configuration\.instanceType\*\* — text, of AWS::EC2::Instance/,
  );
  assert.match(hoverAt(query('confi<|>guration.instanceType')) ?? '', /^\*\*configuration\*\* — properties/);
  assert.match(hoverAt('SELECT aws<|>Region') ?? '', /of every item/);
  assert.match(hoverAt("SELECT * WHERE resourceType = 'AWS::EC2::<|>Instance'") ?? '', /AWS Config records it/);
  assert.equal(hoverAt("SELECT * WHERE awsRegion = 'eu<|>-west-1'"), undefined);
});

test('layout puts clauses at the margin, what belongs to them below, and changes no text', () => {
  const text = `  SELECT resourceId,\nawsRegion   \nWHERE\n resourceType IN (\n'AWS::EC2::Instance',\n      'AWS::EC2::Volume'\n)\n      AND tags.value = 'two\nlines  '\n`;
  const formatted = format(parse(text, { format: 'configql' }));
  assert.ok('edits' in formatted);
  const after = `SELECT resourceId,\n  awsRegion\nWHERE\n  resourceType IN (\n    'AWS::EC2::Instance',\n    'AWS::EC2::Volume'\n  )\n  AND tags.value = 'two\nlines  '\n`;
  assert.equal(edited(text, formatted.edits), after);
  assert.deepEqual(format(parse(after, { format: 'configql' })), { edits: [] });
});

test('a query that cannot be read is not laid out', () => {
  assert.ok('declined' in format(parse('  SELECT (a', { format: 'configql' })));
});

test('a stored query between quotes is completed', () => {
  const { text, cursors } = mark(
    'Resources:\n  Volumes:\n    Type: AWS::Config::StoredQuery\n    Properties:\n      QueryName: volumes\n' +
      `      QueryExpression: "SELECT configuration.enc<|> WHERE resourceType = 'AWS::EC2::Volume'"\n`,
  );
  const items = complete(parse(text), cursors[0] ?? 0, lookups);
  const item = items.find(({ label }) => label === 'encrypted') ?? assert.fail('not offered');
  assert.match(accept(text, item).text, /SELECT configuration\.encrypted WHERE/);
});
