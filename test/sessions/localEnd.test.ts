/** Programs that stop sending to a forwarded port: which of them still get an answer, and when the others are let go. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as dial, type Socket } from 'node:net';
import { test } from 'node:test';
import { listenOn } from '../../sessions/src/listener.ts';
import { isGone, type LocalEnd, localEnd } from '../../sessions/src/localEnd.ts';
import { handWorld } from '../helpers-line.ts';

const minute = 60_000;

interface Ends {
  /** Of the program. */
  program: Socket;
  /** Ours. */
  socket: Socket;
  local: LocalEnd;
  pass(milliseconds: number): Promise<void>;
}

/** A program at a port of ours, whose time is moved by hand; `known` is what the system says of it. */
async function withProgram(
  use: (ends: Ends) => Promise<void>,
  known?: boolean,
  crowded: () => boolean = () => false,
): Promise<void> {
  const { world, pass } = handWorld();
  const { program, socket, close } = await pair();
  const local = localEnd(socket, { crowded, after: world.after, gone: async () => known });
  socket.on('data', () => local.asked());
  socket.resume();
  try {
    await use({ program, socket, local, pass });
  } finally {
    close();
  }
}

async function pair() {
  let taken: (socket: Socket) => void = () => undefined;
  const accepted = new Promise<Socket>((resolve) => {
    taken = resolve;
  });
  const { port, close } = await listenOn(0, taken);
  const program = dial({ port, host: '127.0.0.1', allowHalfOpen: true });
  const socket = await accepted;
  return {
    program,
    socket,
    close() {
      program.destroy();
      socket.destroy();
      close();
    },
  };
}

/** A program whose one question was answered, and that stops sending then. */
function withAnswered(use: (ends: Ends) => Promise<void>, known?: boolean): Promise<void> {
  return withProgram(async (ends) => {
    ends.program.write('PING\r\n');
    await once(ends.socket, 'data');
    ends.local.answered();
    ends.program.end();
    await once(ends.socket, 'end');
    await use(ends);
  }, known);
}

test('a program that has asked and stopped sending gets its answer however late and slow it comes', () =>
  withProgram(async ({ program, socket, local, pass }) => {
    let text = '';
    program.on('data', (data) => {
      text += data;
    });
    program.end('GET / HTTP/1.0\r\n\r\n');
    await once(socket, 'end');
    for (const piece of ['one ', 'two ', 'three']) {
      await pass(10 * minute);
      local.answered();
      socket.write(piece);
    }
    await pass(10 * minute);
    socket.end();
    await once(program, 'end');
    assert.equal(text, 'one two three');
  }));

test('one that was answered and then stopped sending is let go after half a minute without a word', () =>
  withAnswered(async ({ socket, local, pass }) => {
    await pass(29_000);
    local.answered();
    await pass(29_000);
    assert.equal(socket.destroyed, false);
    await pass(2_000);
    assert.equal(socket.destroyed, true);
  }));

test('one that is known to be there still is waited for, whatever was answered', () =>
  withAnswered(async ({ socket, pass }) => {
    await pass(60 * minute);
    assert.equal(socket.destroyed, false);
  }, false));

test('one that is known to be gone is let go at once', () =>
  withProgram(async ({ program, socket }) => {
    program.end('GET / HTTP/1.0\r\n\r\n');
    if (!socket.destroyed) await once(socket, 'close');
    assert.equal(socket.destroyed, true);
  }, true));

test('one that others wait for is let go after a second without a word', () => {
  let waiting = false;
  return withProgram(
    async ({ program, socket, local, pass }) => {
      program.end('GET / HTTP/1.0\r\n\r\n');
      await once(socket, 'end');
      await pass(minute);
      assert.equal(socket.destroyed, false);
      waiting = true;
      local.joined();
      await pass(1_000);
      assert.equal(socket.destroyed, true);
    },
    undefined,
    () => waiting,
  );
});

test('Linux tells whether a program that stopped sending has closed its connection', async (context) => {
  if (process.platform !== 'linux') return context.skip('other systems tell it later');
  const half = await pair();
  half.socket.resume();
  half.program.end();
  await once(half.socket, 'end');
  assert.equal(await isGone(half.socket), false);
  half.close();
  const whole = await pair();
  whole.socket.resume();
  whole.program.once('connect', () => whole.program.destroy());
  await once(whole.socket, 'end');
  for (const end = Date.now() + 10_000; (await isGone(whole.socket)) !== true; ) assert.ok(Date.now() < end);
  whole.close();
});
