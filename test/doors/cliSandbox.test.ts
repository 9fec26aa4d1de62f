/** `opswright sandbox`: what it prints when it starts, and which options it takes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from './fixtures/cli.ts';

test('it says where it is, and with which credentials', async () => {
  const { status, stdout, stderr } = await run(['sandbox', '--quiet', '--nodes', '3'], { cwd: '.' });
  assert.equal(status, 0);
  assert.deepEqual(Object.keys(JSON.parse(stdout)), ['endpoint', 'region', 'accessKeyId', 'secretAccessKey']);
  assert.equal(stderr, '');
});

test('it says so when scripts run on this machine, however quiet it is', async () => {
  const { status, stderr } = await run(['sandbox', '--quiet', '--scripts', 'local'], { cwd: '.' });
  assert.equal(status, 0);
  assert.match(stderr, /scripts of runbooks run on this machine/);
});

test('what it does not understand is misuse', async () => {
  for (const [args, words] of [
    [['--scripts', 'remote'], /--scripts: "remote" is not known; the only value is "local"/],
    [['--throttle', '2'], /--throttle: "2" is no number from 0 to 1/],
    [['--pace', '0'], /--pace: "0" is no number from 0\.01 to 100/],
    [['--nodes', 'many'], /--nodes: "many" is no whole number/],
    [['elsewhere'], /unexpected "elsewhere"/],
  ] as const) {
    const { status, stderr } = await run(['sandbox', ...args], { cwd: '.' });
    assert.equal(status, 2);
    assert.match(stderr, words);
  }
});
