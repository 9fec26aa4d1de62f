/** A raw stream when one of its ends goes away, and what the service says of a session that it no longer knows. */

import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { openRawStream } from '../../sessions/src/rawStream.ts';
import { sdkCalls } from '../../sessions/src/sdkCalls.ts';
import { handWorld, nodeOver } from '../helpers-line.ts';

test('a raw stream outlives no reader, and takes one failure after the other', async () => {
  const { world } = handWorld();
  const calls = {
    start: async () => ({ sessionId: 's', streamUrl: 'ws://first', token: 't' }),
    resume: async () => ({}),
    terminate: async () => undefined,
  };
  const [input, output] = [new PassThrough(), new PassThrough()];
  const { ended } = await openRawStream({ target: 'i-1', calls, world }, input, output);
  const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  output.emit('error', broken);
  output.emit('error', broken);
  input.emit('error', broken);
  assert.equal((await ended).cause, 'user');
});

test('a session that the service does not know is over, and one that cannot be asked for is tried again', async () => {
  const failing = (name: string) => {
    const refuse = () => Promise.reject(Object.assign(new Error(name), { name }));
    return sdkCalls({ Target: 'i-1' }, async () => ({
      startSession: refuse,
      resumeSession: refuse,
      terminateSession: refuse,
    }));
  };
  assert.deepEqual(await failing('DoesNotExistException').resume('s'), {});
  assert.match((await failing('AccessDeniedException').resume('s')).denied ?? '', /ssm:ResumeSession/);
  await assert.rejects(failing('ThrottlingException').resume('s'), { name: 'ThrottlingException' });
});

test('a raw stream that has ended is not told before the service knows of it', async () => {
  const { world, pass } = handWorld();
  let answer: () => void = () => undefined;
  const calls = {
    start: async () => ({ sessionId: 's', streamUrl: 'ws://first', token: 't' }),
    resume: async () => ({}),
    terminate: () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
  };
  const { ended, close } = await openRawStream({ target: 'i-1', calls, world }, new PassThrough(), new PassThrough());
  let told = false;
  void ended.then(() => {
    told = true;
  });
  void close();
  await pass(1_000);
  assert.equal(told, false);
  answer();
  await pass(10);
  assert.equal(told, true);
});

test('an input that has ended leaves time for whoever reads slowly what has come', async () => {
  const hand = handWorld();
  const node = nodeOver(hand);
  const calls = {
    start: async () => ({ sessionId: 's', streamUrl: 'ws://first', token: 't' }),
    resume: async () => ({}),
    terminate: async () => undefined,
  };
  const [input, output] = [new PassThrough(), new PassThrough({ highWaterMark: 1024 })];
  const { ended } = await openRawStream({ target: 'i-1', calls, world: hand.world }, input, output);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  node.accept();
  input.end('all of it');
  node.channel.send(1, new Uint8Array(4096));
  await hand.pass(60_000);
  assert.equal(over, false);
  output.resume();
  await hand.pass(3_000);
  assert.equal(over, true);
});
