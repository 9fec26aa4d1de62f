/** Both ends of a session over a line that loses, doubles and delays frames, is cut and restored, and whose readers take breaks. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { randomOf } from '../../server/src/sandbox/account.ts';
import { type Connection, connect } from '../../sessions/src/connection.ts';
import type { World } from '../../sessions/src/world.ts';
import { handWorld, nodeOver } from '../helpers-line.ts';

/** A world whose sockets lose, double and delay this share of the frames; those that are paused keep what comes. */
function disturbed(world: World, random: () => number, share: () => number): World {
  const pass = (deliver: () => void): void => {
    for (let left = random() < share() ? 2 : 1; left > 0; left--)
      if (random() < share()) world.after(random() * 80, deliver);
      else if (random() >= share()) deliver();
  };
  return {
    ...world,
    open(url, events, headers) {
      let [paused, gone] = [false, false];
      let kept: (() => void)[] = [];
      const arrive = (frame: Uint8Array): void => {
        if (gone) return;
        if (paused) kept.push(() => arrive(frame));
        else events.frame(frame);
      };
      const socket = world.open(url, { ...events, frame: (frame) => pass(() => arrive(frame)) }, headers);
      return {
        send(data) {
          if (typeof data === 'string') socket.send(data);
          else pass(() => gone || socket.send(data));
        },
        ping: socket.ping,
        pause() {
          paused = true;
        },
        resume() {
          paused = false;
          for (const each of kept.splice(0)) each();
        },
        close() {
          [gone, kept] = [true, []];
          socket.close();
        },
        get buffered() {
          return socket.buffered;
        },
      };
    },
  };
}

type Happening = 'up' | 'down' | 'cut' | 'busy' | 'ready' | 'stop' | 'read' | 'slow' | 'fast' | 'wait' | 'size';
const happening = fc.constantFrom<Happening>(
  ...([
    'up',
    'up',
    'down',
    'down',
    'cut',
    'busy',
    'ready',
    'stop',
    'read',
    'slow',
    'fast',
    'wait',
    'wait',
    'size',
  ] as const),
);

test('what both ends write arrives once, whole and in order', () =>
  fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 30, maxLength: 60 }), fc.nat(), async (happenings, seed) => {
      const random = randomOf(seed);
      let share = 0.1;
      const hand = handWorld();
      const node = nodeOver(hand);
      const wrote = { up: '', down: '' };
      let [got, ready, over] = ['', true, ''];
      let count = 0;
      const calls = {
        start: async () => ({ sessionId: 's', streamUrl: 'ws://x', token: 't' }),
        resume: async () => ({ token: 'another' }),
        terminate: async () => undefined,
      };
      const connection: Connection = await connect(
        { target: 'i-1', calls, world: disturbed(hand.world, random, () => share) },
        {
          opened: () => undefined,
          output(bytes) {
            if (ready) got += Buffer.from(bytes);
            return ready;
          },
          ended: ({ words }) => {
            over = words;
          },
        },
      );
      const accepted = new Set<unknown>();
      const pass = async (milliseconds: number): Promise<void> => {
        for (let passed = 0; passed < milliseconds; passed += 100) {
          const socket = hand.sockets.at(-1);
          if (socket !== undefined && !socket.closed && !accepted.has(socket)) {
            node.accept();
            if (accepted.size > 0) node.channel.reconnected();
            accepted.add(socket);
          }
          await hand.pass(100);
          node.channel.tick();
        }
      };
      const text = (): string => `${count++},`.repeat(1 + Math.floor(random() * 4_000));
      const down = (): void => {
        const said = text();
        wrote.down += said;
        node.channel.send(1, Buffer.from(said));
      };
      await pass(100);
      down();
      await pass(500);
      for (const each of happenings) {
        const socket = hand.sockets.at(-1);
        if (each === 'up') {
          const said = text();
          wrote.up += said;
          connection.write(Buffer.from(said));
        } else if (each === 'down') down();
        else if (each === 'cut') socket?.events.closed('cut by the test');
        else if (each === 'busy') ready = false;
        else if (each === 'ready') {
          ready = true;
          connection.ready();
        } else if (each === 'stop' || each === 'read') connection.read(each === 'read');
        else if (each === 'slow' && socket) socket.buffered = 6_000_000;
        else if (each === 'fast' && socket) socket.buffered = 0;
        else if (each === 'size') connection.resize({ cols: 1 + Math.floor(random() * 200), rows: 40 });
        else await pass(random() * 2_000);
      }
      [ready, share] = [true, 0.02];
      for (const socket of hand.sockets) socket.buffered = 0;
      connection.read(true);
      connection.ready();
      let settled = false;
      void connection.settled().then(() => {
        settled = true;
      });
      await pass(60_000);
      assert.equal(over, '');
      assert.equal(got, wrote.down);
      const output = node.received.filter(({ payloadType }) => payloadType === 1);
      assert.equal(Buffer.concat(output.map(({ payload }) => payload)).toString(), wrote.up);
      assert.equal(settled, true);
      await Promise.all([connection.close(), hand.pass(3_000)]);
    }),
    { seed: 12, numRuns: 25 },
  ));
