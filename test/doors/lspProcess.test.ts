/** The server as a process: how it starts, ends and comes back. */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  ExitNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { ableEditor, editor } from '../helpers-lsp.ts';
import { bad, uri } from '../helpers-lsp-texts.ts';

const door = fileURLToPath(new URL('../../server/src/lsp.js', import.meta.url));

/** Starts a server that does not outlive its test, however that ends. */
async function start(context: TestContext, ...args: string[]) {
  const child = spawn(process.execPath, [door, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  context.after(() => child.kill('SIGKILL'));
  const client = await editor(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin), ableEditor);
  return { child, ...client };
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

async function marks({ open, published }: Awaited<ReturnType<typeof start>>): Promise<unknown[]> {
  await open(uri, bad);
  for (let tries = 0; published.length === 0 && tries < 200; tries++) await sleep(10);
  return published.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
}

for (const args of [['--stdio'], []]) {
  it(`serves standard input and output with ${args.length ? args : 'no argument'}, and exits when told`, async (context) => {
    const server = await start(context, ...args);
    assert.deepEqual(await marks(server), ['unknown-step']);
    await server.connection.sendRequest(ShutdownRequest.type);
    await server.connection.sendNotification(ExitNotification.type);
    assert.equal(await exitCode(server.child), 0);
  });
}

it('ends when its input ends, as it does when the editor dies', async (context) => {
  const server = await start(context, '--stdio');
  server.child.stdin.end();
  assert.equal(await exitCode(server.child), 1);
});

it('marks the same after it was killed and started again', async (context) => {
  const first = await start(context, '--stdio');
  const before = await marks(first);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const second = await start(context, '--stdio');
  assert.deepEqual(await marks(second), before);
  second.child.stdin.end();
  await exitCode(second.child);
});
