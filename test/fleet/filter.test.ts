import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterWords, readFilter, writeFilter } from '../../client/src/views/fleet/filter.ts';

test('ids are known by their form, in any case and number', () => {
  assert.deepEqual(readFilter(' i-0123456789ABCDEF0, mi-0123456789abcdef0 i-01234567\n'), {
    by: 'ids',
    ids: ['i-0123456789abcdef0', 'mi-0123456789abcdef0', 'i-01234567'],
  });
  assert.deepEqual(readFilter('i-0123'), { by: 'text', text: 'i-0123' });
});

test('a key and values are a tag; without values the key is enough', () => {
  assert.deepEqual(readFilter('Environment = prod, staging'), {
    by: 'tag',
    key: 'Environment',
    values: ['prod', 'staging'],
  });
  assert.deepEqual(readFilter('Patch Group='), { by: 'tag', key: 'Patch Group', values: [] });
  assert.deepEqual(readFilter('tag:Role=web'), { by: 'tag', key: 'Role', values: ['web'] });
  assert.deepEqual(readFilter('Note=a=b'), { by: 'tag', key: 'Note', values: ['a=b'] });
});

test('anything else is looked for in names, and nothing is no filter', () => {
  assert.deepEqual(readFilter('web'), { by: 'text', text: 'web' });
  assert.deepEqual(readFilter('=x'), { by: 'text', text: '=x' });
  assert.equal(readFilter('  '), undefined);
});

test('a filter is typed again as it was', () => {
  for (const text of ['i-0123456789abcdef0', 'Environment=prod,staging', 'Role=', 'web'])
    assert.equal(writeFilter(readFilter(text)), text);
  assert.equal(writeFilter({ by: 'application', name: 'nginx' }), '');
});

test('a filter is told in words, with what the service cannot do', () => {
  assert.equal(filterWords({ by: 'tag', key: 'Role', values: ['web', 'app'] }), 'Only the tag Role = web or app');
  assert.match(filterWords({ by: 'text', text: 'web' }), /looked for page by page/);
  assert.match(filterWords({ by: 'application', name: 'nginx' }), /nginx/);
});
