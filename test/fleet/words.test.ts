import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, shortened } from '../../client/src/format.ts';
import { ago, literal, platformWords, spaced, stateWords, table } from '../../client/src/views/fleet/words.ts';

test('how long ago something was is told in the unit that fits', () => {
  const now = Date.UTC(2026, 0, 5, 12);
  const said = (seconds: number) => ago(new Date(now - seconds * 1000), now);
  assert.deepEqual([-30, 0, 59, 60, 3599, 3600, 47 * 3600, 48 * 3600, 90 * 86_400].map(said), [
    'just now',
    'just now',
    'just now',
    '1 min ago',
    '59 min ago',
    '1 h ago',
    '47 h ago',
    '2 days ago',
    '90 days ago',
  ]);
  assert.equal(ago(undefined, now), 'never');
});

test('states are told in words, unknown ones as they are', () => {
  assert.deepEqual(['Online', 'ConnectionLost', 'Inactive', 'Asleep', undefined].map(stateWords), [
    'Online',
    'Connection lost',
    'Inactive',
    'Asleep',
    'Unknown state',
  ]);
});

test('a platform is its name and version, without the vendor and build of Windows', () => {
  assert.equal(platformWords('Amazon Linux', '2023'), 'Amazon Linux 2023');
  assert.equal(platformWords('Ubuntu 24.04', '24.04'), 'Ubuntu 24.04');
  assert.equal(
    platformWords('Microsoft Windows Server 2022 Datacenter', '10.0.20348'),
    'Windows Server 2022 Datacenter',
  );
  assert.equal(platformWords('macOS', '15.1'), 'macOS 15.1');
  assert.equal(platformWords(undefined, '15.1'), '');
});

test('words of the service get blanks', () => {
  assert.deepEqual(['InProgress', 'INSTALLED_PENDING_REBOOT', 'Success'].map(spaced), [
    'in progress',
    'installed pending reboot',
    'success',
  ]);
});

test('counts agree with their noun', () => {
  assert.deepEqual(
    [count(0, 'node'), count(1, 'node'), count(2, 'patch', 'patches')],
    ['0 nodes', '1 node', '2 patches'],
  );
});

test('what is too long for a line is cut, and stands in one', () => {
  assert.equal(shortened('one\n  two', 20), 'one two');
  assert.equal(shortened('123456', 6), '123456');
  assert.equal(shortened('1234567', 6), '12345…');
});

test('names are shown as they are, whatever Markdown makes of them', () => {
  assert.equal(literal('a|b_[x](command:y)\n<c>'), 'a\\|b\\_\\[x\\](command:y) \\<c\\>');
  assert.equal(
    table(
      ['web', ''],
      [
        ['Id', 'i-1'],
        ['Role', undefined],
      ],
    ),
    '| web |  |\n|---|---|\n| Id | i-1 |',
  );
});
