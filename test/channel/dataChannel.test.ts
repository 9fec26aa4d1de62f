/** The data channel over a line that loses frames, doubles them and mixes them up. */

import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { DataChannel, tickMilliseconds } from '../../channel/src/dataChannel.ts';
import { decodeMessage, encodeMessage, type Message } from '../../channel/src/message.ts';
import { writePayload } from '../../channel/src/payloads.ts';
import { randomOf } from '../../server/src/sandbox/account.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** Two ends and a line between them, with a clock of their own. */
function pair(disturb: (frame: Uint8Array, deliver: (frame: Uint8Array, delay: number) => void) => void) {
  let now = 1_700_000_000_000;
  const line: { at: number; run: () => void }[] = [];
  const got: { client: string[]; node: string[] } = { client: [], node: [] };
  const end = (sends: 'input_stream_data' | 'output_stream_data', into: string[], other: () => DataChannel) =>
    new DataChannel({
      sends,
      sha256,
      uuid: randomUUID,
      now: () => now,
      transmit: (frame) =>
        disturb(frame, (each, delay) => line.push({ at: now + delay, run: () => other().accept(each) })),
      receive: ({ payload }) => into.push(Buffer.from(payload).toString()) > 0,
    });
  const client: DataChannel = end('input_stream_data', got.client, () => node);
  const node: DataChannel = end('output_stream_data', got.node, () => client);
  const pass = (milliseconds: number): void => {
    for (const stop = now + milliseconds; now < stop; ) {
      now += 10;
      for (const due of line.filter(({ at }) => at <= now)) {
        line.splice(line.indexOf(due), 1);
        due.run();
      }
      if (now % tickMilliseconds === 0) for (const each of [client, node]) each.tick();
    }
  };
  return { client, node, got, pass };
}

test('everything arrives once and in order, whatever is lost, doubled or late', () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 40 });
  fc.assert(
    fc.property(words, words, fc.nat(), (up, down, seed) => {
      const random = randomOf(seed);
      const { client, node, got, pass } = pair((frame, deliver) => {
        if (random() < 0.1) return;
        deliver(frame, random() * 80);
        if (random() < 0.1) deliver(frame, random() * 200);
      });
      for (const word of up) client.send(1, Buffer.from(word));
      for (const word of down) node.send(1, Buffer.from(word));
      pass(60_000);
      assert.deepEqual(got, { client: down, node: up });
      assert.equal(client.unacknowledged + node.unacknowledged, 0);
    }),
    { seed: 42, numRuns: 15 },
  );
});

type Happening = 'up' | 'down' | 'cut' | 'pause' | 'start' | 'busy' | 'ready' | 'wait' | 'garbage' | 'back';

test('everything arrives once and in order through cuts, pauses, busy receivers and a clock that is put back', () => {
  const happening = fc.constantFrom<Happening>(
    ...(['up', 'down', 'cut', 'pause', 'start', 'busy', 'ready', 'wait', 'garbage', 'back'] as const),
  );
  fc.assert(
    fc.property(fc.array(happening, { minLength: 20, maxLength: 120 }), fc.nat(), (happenings, seed) => {
      const random = randomOf(seed);
      let now = 1_700_000_000_000;
      let line: { at: number; run: () => void }[] = [];
      const ready = { client: true, node: true };
      const got: { client: number[]; node: number[] } = { client: [], node: [] };
      const sent = { client: 0, node: 0 };
      // Time goes on for the line, whatever the clock says.
      let [passed, lost] = [0, 0.15];
      const end = (name: 'client' | 'node', other: () => DataChannel): DataChannel =>
        new DataChannel({
          sends: name === 'client' ? 'input_stream_data' : 'output_stream_data',
          sha256,
          uuid: randomUUID,
          now: () => now,
          transmit(frame) {
            const deliver = (): unknown => line.push({ at: passed + random() * 60, run: () => other().accept(frame) });
            if (random() >= lost) deliver();
            if (random() < lost) deliver();
          },
          receive({ payload }) {
            if (!ready[name]) return false;
            got[name].push(Buffer.from(payload).readUInt32BE());
            return true;
          },
        });
      const client: DataChannel = end('client', () => node);
      const node: DataChannel = end('node', () => client);
      const send = (from: 'client' | 'node', channel: DataChannel): void => {
        const payload = Buffer.alloc(4);
        payload.writeUInt32BE(sent[from]++);
        channel.send(1, payload);
      };
      const service = (type: string): void =>
        client.accept(
          encodeMessage(
            { type, sequence: 0, flags: 0, created: 1, id: randomUUID(), payloadType: 0, payload: new Uint8Array() },
            sha256,
          ),
        );
      const pass = (milliseconds: number): void => {
        for (const stop = passed + milliseconds; passed < stop; ) {
          [now, passed] = [now + 10, passed + 10];
          const due = line.filter(({ at }) => at <= passed);
          line = line.filter(({ at }) => at > passed);
          for (const { run } of due) run();
          if (passed % tickMilliseconds === 0) for (const each of [client, node]) each.tick();
        }
      };
      const cut = (): void => {
        line = [];
        for (const each of [client, node]) each.reconnected();
      };
      for (const each of happenings) {
        if (each === 'up') send('client', client);
        else if (each === 'down') send('node', node);
        else if (each === 'cut') cut();
        else if (each === 'pause' || each === 'start') service(`${each}_publication`);
        else if (each === 'busy') ready[random() < 0.5 ? 'client' : 'node'] = false;
        else if (each === 'ready') [ready.client, ready.node] = [true, true];
        else if (each === 'garbage') client.accept(Buffer.from(sha256(Buffer.from(String(passed)))));
        else if (each === 'back') now -= 3_600_000;
        else pass(random() * 500);
      }
      [ready.client, ready.node, lost] = [true, true, 0.05];
      service('start_publication');
      pass(30_000);
      const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
      assert.deepEqual(got, { client: numbers(sent.node), node: numbers(sent.client) });
      assert.equal(client.unacknowledged + node.unacknowledged, 0);
    }),
    { seed: 8, numRuns: 60 },
  );
});

/** One end alone, with what it has put on the line. */
function alone(receive: (message: Message) => boolean = () => true) {
  const sent: Message[] = [];
  const clock = { now: 1_700_000_000_000 };
  let lost = 0;
  const channel = new DataChannel({
    sends: 'input_stream_data',
    sha256,
    uuid: randomUUID,
    now: () => clock.now,
    transmit: (frame) => {
      const message = decodeMessage(frame, sha256);
      if (!('fault' in message)) sent.push(message);
    },
    receive,
    lost: () => lost++,
  });
  const give = (type: string, sequence = 0, payload = new Uint8Array()) => {
    const message = { type, sequence, flags: 0, created: 1, id: randomUUID(), payloadType: 1, payload };
    channel.accept(encodeMessage(message, sha256));
  };
  const wait = (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      clock.now += 100;
      channel.tick();
    }
  };
  return { channel, clock, sent, give, wait, lost: () => lost };
}

test('a message is not acknowledged until its receiver is ready for it', () => {
  let ready = false;
  const { sent, give } = alone(() => ready);
  give('output_stream_data', 0, Uint8Array.of(1));
  assert.equal(sent.length, 0);
  ready = true;
  give('output_stream_data', 0, Uint8Array.of(1));
  give('output_stream_data', 0, Uint8Array.of(1));
  assert.deepEqual(
    sent.map(({ type, flags, sequence }) => [type, flags, sequence]),
    [
      ['acknowledge', 3, 0],
      ['acknowledge', 3, 0],
    ],
  );
});

test('the same bytes are repeated, at most one message at a time, and not while the other end is gone', () => {
  const { channel, sent, give, wait } = alone();
  channel.send(1, Buffer.from('a'));
  channel.send(1, Buffer.from('b'));
  wait(300);
  assert.deepEqual(
    sent.map(({ sequence }) => sequence),
    [0, 1, 0],
  );
  assert.deepEqual(sent[2], sent[0]);
  give('pause_publication');
  wait(2000);
  assert.equal(sent.length, 3);
  give('start_publication');
  wait(300);
  assert.equal(sent.length, 4);
});

/** The acknowledge of a message. */
function acknowledgeOf(sequence: number): Uint8Array<ArrayBuffer> {
  const payload = writePayload({
    AcknowledgedMessageType: 'input_stream_data',
    AcknowledgedMessageId: randomUUID(),
    AcknowledgedMessageSequenceNumber: sequence,
    IsSequentialMessage: true,
  });
  return Uint8Array.from(payload);
}

test('what was sent while the other end was gone leaves at once when it is back, and once', () => {
  const { channel, sent, give, clock } = alone();
  give('pause_publication');
  for (const word of ['a', 'b', 'c']) channel.send(1, Buffer.from(word));
  clock.now += 60_000;
  assert.equal(sent.length, 0);
  give('start_publication');
  give('start_publication');
  assert.deepEqual(
    sent.map(({ sequence }) => sequence),
    [0, 1, 2],
  );
  for (const sequence of [0, 1, 2]) give('acknowledge', 0, acknowledgeOf(sequence));
  // The time that it has waited says nothing of the line.
  assert.equal(channel.unacknowledged, 0);
  assert.ok(channel.rto < 300);
});

test('a clock that is put back holds nothing up', () => {
  const { channel, sent, give, clock, wait } = alone();
  channel.send(1, Buffer.from('a'));
  clock.now -= 3_600_000;
  wait(100);
  assert.equal(sent.length, 2);
  give('acknowledge', 0, acknowledgeOf(0));
  channel.send(1, Buffer.from('b'));
  wait(2000);
  assert.ok(sent.length > 3);
  assert.ok(channel.rto <= 1000 && channel.rto >= 10);
});

test('a message that came early is acknowledged again, also when there is no room for more', () => {
  const { sent, give } = alone();
  for (let sequence = 1; sequence <= 10_001; sequence++) give('output_stream_data', sequence);
  assert.equal(sent.length, 10_000);
  give('output_stream_data', 10_000);
  assert.equal(sent.length, 10_001);
});

test('a message that others have overtaken is repeated at once, and once', () => {
  const { channel, sent, give, clock } = alone();
  for (const word of ['a', 'b', 'c', 'd', 'e', 'f']) channel.send(1, Buffer.from(word));
  clock.now += 150;
  for (const sequence of [1, 2, 3, 4, 5]) give('acknowledge', 0, acknowledgeOf(sequence));
  assert.deepEqual(
    sent.slice(6).map(({ sequence }) => sequence),
    [0],
  );
});

test('over a line that keeps order nothing is repeated', () => {
  const { channel, sent, give, wait } = alone();
  for (let sequence = 0; sequence < 50; sequence++) channel.send(1, Buffer.from('a'));
  wait(100);
  for (let sequence = 0; sequence < 50; sequence++) give('acknowledge', 0, acknowledgeOf(sequence));
  wait(1000);
  assert.equal(sent.length, 50);
});

test('an end that takes its time is not flooded with repeats', () => {
  const messages = 4_000;
  let [clock, busy, frames] = [0, 0, 0];
  const { client, got, pass } = pair((frame, deliver) => {
    // The node answers at once as long as little comes; then it takes a hundred messages every 200 ms, so that the last of
    // a thousand on their way waits for two seconds.
    const forNode = Buffer.from(frame.subarray(4, 9)).toString() === 'input';
    if (forNode) frames++;
    busy = Math.max(clock, busy) + (forNode ? 2 : 0);
    const due = busy < 200 ? busy : Math.ceil(busy / 200) * 200;
    deliver(frame, forNode ? due - clock : 5);
  });
  for (let sent = 0; got.node.length < messages && clock < 60_000; clock += 10) {
    while (client.unacknowledged < (clock < 200 ? 1 : 1_000) && sent < messages)
      client.send(1, Buffer.from(String(sent++)));
    pass(10);
  }
  assert.equal(got.node.length, messages);
  // The timer repeats the oldest one now and then.
  assert.ok(frames < messages * 1.05, `${frames} frames for ${messages} messages`);
});

test('over another socket all that was on its way is sent again', () => {
  const { channel, sent, give } = alone();
  for (const word of ['a', 'b', 'c']) channel.send(1, Buffer.from(word));
  give('acknowledge', 0, acknowledgeOf(1));
  channel.reconnected();
  assert.deepEqual(
    sent.map(({ sequence }) => sequence),
    [0, 1, 2, 0, 2],
  );
});

for (const once of [true, false])
  test(`a message that ${once ? 'an old' : 'a newer'} agent never acknowledges after a cut is ${once ? '' : 'not '}taken for had`, () => {
    const { channel, give, wait, sent } = alone();
    channel.acknowledgesOnce = once;
    for (const word of ['a', 'b', 'c', 'c', 'd']) channel.send(1, Buffer.from(word));
    for (const sequence of [0, 1]) give('acknowledge', 0, acknowledgeOf(sequence));
    channel.reconnected();
    channel.send(1, Buffer.from('e'));
    wait(20_000);
    assert.equal(channel.unacknowledged, 4, 'nothing tells yet that the agent is there');
    for (const sequence of [4, 5]) give('acknowledge', 0, acknowledgeOf(sequence));
    wait(40_000);
    assert.equal(channel.unacknowledged, once ? 0 : 2);
    assert.ok(sent.filter(({ sequence }) => sequence === 2).length > 30);
  });

test('a receiver that becomes ready gets what has waited, without a repeat', () => {
  let ready = false;
  const got: number[] = [];
  const { channel, sent, give } = alone(({ sequence }) => ready && got.push(sequence) > 0);
  for (const sequence of [0, 2, 1]) give('output_stream_data', sequence, Uint8Array.of(1));
  assert.deepEqual([got, sent.length], [[], 2]);
  ready = true;
  channel.ready();
  assert.deepEqual([got, sent.length], [[0, 1, 2], 3]);
});

test('after three thousand repeats nobody is there', () => {
  const { channel, wait, lost } = alone();
  channel.send(1, Buffer.from('a'));
  wait(3000 * 300 + 1000);
  assert.ok(lost() > 0);
});

test('a payload is cut into messages of 1024 bytes', () => {
  const { channel, sent } = alone();
  channel.send(1, new Uint8Array(2500));
  assert.deepEqual(
    sent.map(({ payload, sequence }) => [sequence, payload.length]),
    [
      [0, 1024],
      [1, 1024],
      [2, 452],
    ],
  );
});
