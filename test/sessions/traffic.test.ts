/** The connections of a forwarded port over a session whose other end the test writes. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as dial } from 'node:net';
import { test } from 'node:test';
import { payloadTypes } from '../../channel/src/message.ts';
import { writePayload } from '../../channel/src/payloads.ts';
import { createMux, type Stream } from '../../channel/src/smux.ts';
import { type Connection, connect } from '../../sessions/src/connection.ts';
import { listenOn } from '../../sessions/src/listener.ts';
import { type Traffic, trafficOf } from '../../sessions/src/traffic.ts';
import { handWorld, nodeOver } from '../helpers-line.ts';

/** A port session of an agent, shaken hands over; `opened` takes the streams at the node. */
async function begin(AgentVersion: string, opened: (stream: Stream) => void) {
  const hand = handWorld();
  const node = nodeOver(hand);
  const calls = {
    start: async () => ({ sessionId: 's', streamUrl: 'ws://x', token: 't' }),
    resume: async () => ({}),
    terminate: async () => undefined,
  };
  let traffic: Traffic | undefined;
  const connection: Connection = await connect(
    { target: 'i-1', calls, world: hand.world },
    {
      opened: (session) => {
        traffic = trafficOf(session, connection, assert.fail, hand.world.after);
      },
      output: (bytes) => traffic?.output(bytes) ?? false,
      drained: () => traffic?.drained(),
      ended: () => traffic?.end(),
    },
  );
  node.accept();
  const Properties = { portNumber: '80', type: 'LocalPortForwarding' };
  const RequestedClientActions = [{ ActionType: 'SessionType', ActionParameters: { SessionType: 'Port', Properties } }];
  node.channel.sendWhole(payloadTypes.handshakeRequest, writePayload({ AgentVersion, RequestedClientActions }));
  await hand.pass(10);
  node.channel.sendWhole(
    payloadTypes.handshakeComplete,
    writePayload({ HandshakeTimeToComplete: 1, CustomerMessage: '' }),
  );
  const mux = createMux({ write: (bytes) => node.channel.send(payloadTypes.output, bytes), opened });
  let taken = 0;
  const take = (): void => {
    for (const { payloadType, payload } of node.received.slice(taken))
      if (payloadType === payloadTypes.output) assert.equal(mux.receive(payload), undefined);
    taken = node.received.length;
  };
  const listener = await listenOn(0, (socket) => traffic?.attach(socket));
  const close = async (): Promise<void> => {
    listener.close();
    await connection.close();
  };
  return { ...hand, node, connection, mux, take, port: listener.port, close };
}

test('a program that reads slowly gets all that came before the node closed, however long it takes', async () => {
  const size = 12 * 1024 * 1024;
  const { pass, take, mux, port, close } = await begin('3.3.0.0', (stream) => {
    stream.write(new Uint8Array(size));
    stream.close();
  });
  const program = dial(port, '127.0.0.1').pause();
  await once(program, 'connect');
  let got = 0;
  program.on('data', (data) => {
    got += data.length;
  });
  program.pause();
  for (let turn = 0; turn < 200 && mux.streams === 0 && got === 0; turn++) {
    await pass(100);
    take();
  }
  await pass(10 * 60_000);
  program.resume();
  await once(program, 'end');
  assert.equal(got, size);
  await close();
});
