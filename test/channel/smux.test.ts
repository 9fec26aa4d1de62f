/** The multiplexer of port sessions: its frames byte for byte, and streams over bytes that are cut anywhere. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createMux, type Mux, type Stream } from '../../channel/src/smux.ts';

test('opening a stream, "hi" and closing it are these bytes', () => {
  let written = '';
  const mux = createMux({
    write: (bytes) => {
      written += Buffer.from(bytes).toString('hex');
    },
  });
  const stream = mux.open();
  stream.write(Buffer.from('hi'));
  stream.close();
  stream.close();
  assert.equal(written, `${'0100000003000000'}${'01020200030000006869'}${'0101000003000000'}`);
  assert.equal(mux.open().id, 5);
});

test('the bytes of a client that opens two streams, closes one and beats are read as that', () => {
  const told: string[] = [];
  const node = createMux({
    write: () => undefined,
    opened: (stream) => {
      told.push(`open ${stream.id}`);
      stream.onData = (data) => told.push(`${stream.id}: ${Buffer.from(data)}`);
      stream.onEnd = () => told.push(`end ${stream.id}`);
    },
  });
  // Written by another program with the library that AWS's own ends use.
  const bytes =
    '010000000300000001020200030000006869010100000300000001000000050000000102010005000000780103000000000000';
  assert.equal(node.receive(Buffer.from(bytes, 'hex')), undefined);
  assert.deepEqual(told, ['open 3', '3: hi', 'end 3', 'open 5', '5: x']);
});

test('another version and an unknown command are faults; a keep-alive and data for nobody are none', () => {
  const receive = (hex: string) => createMux({ write: () => undefined }).receive(Buffer.from(hex, 'hex'));
  assert.match(receive('0200000003000000') ?? '', /version 2/);
  assert.match(receive('0104000003000000') ?? '', /command 4/);
  assert.equal(receive('0103000000000000'), undefined);
  assert.equal(receive('01020100090000007a'), undefined);
  // What another command tells of a length is not meant, for nothing follows it.
  assert.equal(receive('01000500030000000101050003000000'), undefined);
  assert.match(receive('010305000000000002') ?? '', /version 2/);
});

test('streams carry their own bytes, however the channel cuts them', () => {
  const texts = fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 700 }), (sent, size) => {
      const cut = (to: () => Mux) => (bytes: Uint8Array) => {
        for (let from = 0; from < bytes.length; from += size)
          assert.equal(to().receive(bytes.subarray(from, from + size)), undefined);
      };
      const client: Mux = createMux({ write: cut(() => node) });
      // The node's end sends back what comes, and closes when the client does.
      const opened = (stream: Stream): void => {
        stream.onData = (data) => stream.write(data);
        stream.onEnd = () => stream.close();
      };
      const node: Mux = createMux({ write: cut(() => client), opened });
      const streams = sent.map((bytes) => {
        const got: Uint8Array[] = [];
        const stream = client.open();
        stream.onData = (data) => got.push(data);
        return { stream, bytes, got };
      });
      for (const { stream, bytes } of streams.toReversed()) stream.write(bytes);
      for (const { stream, bytes, got } of streams) {
        assert.deepEqual(new Uint8Array(Buffer.concat(got)), new Uint8Array(bytes));
        stream.close();
      }
      assert.equal(node.streams, 0);
    }),
    { seed: 9, numRuns: 60 },
  );
});

test('no bytes make a multiplexer throw or wait, and how they are cut changes nothing of what they say', () => {
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc
      .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 300 }), fc.constantFrom(3, 5, 7))
      .map(([command, length, stream]) =>
        Uint8Array.of(
          1,
          command,
          length & 255,
          length >> 8,
          stream,
          0,
          0,
          0,
          ...new Uint8Array(command === 2 ? length : 0),
        ),
      ),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.integer({ min: 1, max: 40 }), (parts, size) => {
      const bytes = Uint8Array.from(parts.flatMap((each) => [...each]));
      const told = (step: number): Record<string, number | string> => {
        const heard: Record<string, number | string> = {};
        const node = createMux({
          write: () => undefined,
          opened: (stream) => {
            const { id } = stream;
            heard[`open ${id}`] = 1;
            stream.onData = (data) => {
              heard[id] = Number(heard[id] ?? 0) + data.length;
            };
          },
        });
        for (let from = 0; from < bytes.length; from += step) {
          const fault = node.receive(bytes.subarray(from, from + step));
          if (fault !== undefined) return { fault };
        }
        return heard;
      };
      assert.deepEqual(told(size), told(bytes.length || 1));
    }),
    { seed: 10, numRuns: 200 },
  );
});
