/** The shell of a pretend node: it knows what scripts lean on, and answers as a real one where it lacks a command. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAccountData } from '../../server/src/sandbox/account.ts';
import { handClock } from '../../server/src/sandbox/clock.ts';
import { createAccount } from '../../server/src/sandbox/create.ts';
import { managedNodes } from '../../server/src/sandbox/fleet.ts';
import { diskLibrary } from '../../server/src/sandbox/library.ts';
import { runOnNode } from '../../server/src/sandbox/shell.ts';
import { shellLacks, shellSample } from './shellSample.ts';

const account = createAccount(newAccountData(), handClock(Date.UTC(2026, 0, 5, 9)), diskLibrary());
const machine = managedNodes(account).find(({ platform }) => platform === 'Linux');
assert.ok(machine);
const run = (script: string) =>
  runOnNode(account, machine, { shell: 'shell', script, environment: {} }, new AbortController().signal);

test('scripts print what they print on a node', async () => {
  // One after the other in one script, since some use what others have made.
  const { code, stdout, stderr } = await run(shellSample.map(({ script }) => `${script} || exit 1`).join('\n'));
  assert.deepEqual(
    { code, stderr, lines: stdout.trimEnd().split('\n') },
    { code: 0, stderr: '', lines: shellSample.map(({ prints }) => prints) },
  );
});

for (const name of shellLacks)
  test(`${name} is not found`, async () => {
    const { code, stderr } = await run(`${name} --version`);
    assert.deepEqual({ code, stderr }, { code: 127, stderr: `sh: ${name}: command not found\n` });
  });

test('a service that is restarted says so in its journal', async () => {
  const { code, stdout } = await run('systemctl restart nginx && journalctl --no-pager --unit nginx --lines 3');
  const line = (text: string) => `Jan 05 09:00:00 ${machine.name} systemd[1]: ${text} nginx.service.`;
  assert.deepEqual(
    { code, lines: stdout.trimEnd().split('\n') },
    { code: 0, lines: [line('Stopped'), line('Starting'), line('Started')] },
  );
});

test('a service that is stopped is not active, and one that is not there has no journal', async () => {
  const { stdout } = await run('systemctl stop crond; systemctl is-active crond; echo $?; journalctl -u squid -n 5');
  assert.deepEqual(stdout.trimEnd().split('\n'), ['inactive', '3', '-- No entries --']);
});
