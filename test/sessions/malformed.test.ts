/** Frames that no sound end would send, to the client's end and to the node's: neither breaks, and both go on or end in words. */

import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { DescribeSessionsCommand, StartSessionCommand } from '@aws-sdk/client-ssm';
import * as fc from 'fast-check';
import { WebSocket } from 'ws';
import { encodeMessage, payloadTypes } from '../../channel/src/message.ts';
import { forwardingDocument } from '../../sessions/src/sessionDocuments.ts';
import { withNode } from '../helpers-sessions.ts';
import { begin } from './fixtures/byHand.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

const text = fc.oneof(fc.jsonValue(), fc.constantFrom(null, 5, '', 'Port', 'Standard_Stream', '3.3.0.0'));
const action = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ ActionType: fc.constantFrom('SessionType', 'KMSEncryption'), ActionParameters: text }),
  },
  fc.record({
    ActionType: fc.constant('SessionType'),
    ActionParameters: fc.record({ SessionType: fc.constantFrom('Port', 'Standard_Stream'), Properties: text }),
    ActionStatus: fc.constant(1),
  }),
  fc.record({
    ActionType: fc.constant('KMSEncryption'),
    ActionParameters: fc.record({ KMSKeyId: text, Challenge: text }),
    ActionResult: fc.record({ KMSCipherTextKey: text, ChallengeAcknowledgement: text }),
    ActionStatus: fc.constant(1),
  }),
  text,
);
const actions = fc.oneof({ weight: 5, arbitrary: fc.array(action, { maxLength: 3 }) }, text);
const version = fc.oneof(fc.constant('3.3.0.0'), text);

/** What each type of payload says, or nearly so. */
const payloads: [number, fc.Arbitrary<unknown>][] = [
  [payloadTypes.handshakeRequest, fc.record({ AgentVersion: version, RequestedClientActions: actions })],
  [payloadTypes.handshakeResponse, fc.record({ ClientVersion: version, ProcessedClientActions: actions })],
  [payloadTypes.handshakeComplete, fc.record({ CustomerMessage: text })],
  [payloadTypes.challengeRequest, fc.record({ Challenge: fc.oneof(text, fc.base64String()) })],
  [payloadTypes.challengeResponse, fc.record({ Challenge: fc.oneof(text, fc.base64String()) })],
  [payloadTypes.size, fc.record({ cols: text, rows: text })],
  [payloadTypes.exitCode, text],
];
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  // The beginning of a frame of the multiplexer.
  fc.uint8Array({ maxLength: 20 }).map((more) => Uint8Array.of(1, ...more)),
);
const content = fc.oneof(
  ...payloads.map(([payloadType, value]) =>
    value.map((each) => ({ payloadType, payload: Uint8Array.from(Buffer.from(JSON.stringify(each))) })),
  ),
  fc.record({ payloadType: fc.oneof(fc.constantFrom(...Object.values(payloadTypes)), fc.nat()), payload: bytes }),
);
const word = fc
  .record({ Output: text, AcknowledgedMessageSequenceNumber: fc.oneof(fc.nat(5), text) })
  .map((value) => Uint8Array.from(Buffer.from(JSON.stringify(value))));
const frame = fc.record({
  type: fc.constantFrom(
    'stream',
    'stream',
    'stream',
    'acknowledge',
    'pause_publication',
    'channel_closed',
    'other',
    '',
  ),
  content,
  word,
  // Mostly the one that is due.
  jump: fc.constantFrom(0, 0, 0, 0, 1, -1, 2 ** 40),
  flags: fc.nat(),
  damage: fc.constantFrom('', '', '', '', 'cut', 'turned'),
});

type Odd = typeof frame extends fc.Arbitrary<infer Value> ? Value : never;

/** The bytes of these frames, numbered as one after the other. */
function bytesOf(frames: readonly Odd[], stream: string): Uint8Array[] {
  let due = 0;
  return frames.map(({ type, jump, damage, content, word, flags }) => {
    const sequence = due + jump;
    if (type === 'stream' && jump === 0 && damage === '') due++;
    const said = type === 'stream' ? { ...content, type: stream } : { type, payloadType: 0, payload: word };
    const message = { ...said, flags, sequence, created: 1, id: randomUUID() };
    const bytes = encodeMessage(message, sha256);
    if (damage === 'cut') return bytes.subarray(0, bytes.length / 2);
    if (damage === 'turned') bytes[100] = 255 - (bytes[100] ?? 0);
    return bytes;
  });
}

test('a client takes whatever a node sends', () =>
  fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 12 }), async (frames) => {
      const { node, last, connection, end, pass } = await begin(undefined, {
        generateDataKey: async () => ({ plaintext: new Uint8Array(64), cipherText: new Uint8Array(1) }),
      });
      node.accept();
      connection.resize({ cols: 80, rows: 25 });
      connection.write(Buffer.from('typed'));
      for (const bytes of bytesOf(frames, 'output_stream_data')) {
        last().events.frame(bytes);
        await pass(100);
      }
      await pass(5_000);
      await Promise.all([connection.close(), pass(3_000)]);
      assert.equal(typeof end()?.words, 'string');
    }),
    { seed: 3, numRuns: 300 },
  ));

for (const [what, document] of [
  ['a shell', {}],
  ['a port', forwardingDocument({ port: 7 })],
] as const)
  test(`a pretend node takes whatever a client of ${what} sends`, () =>
    withNode(async ({ sandbox, machine, dropped }) => {
      let opened = 0;
      const one = async (frames: readonly Odd[]): Promise<void> => {
        const { StreamUrl = '', TokenValue } = await sandbox.ssm.send(
          new StartSessionCommand({ Target: machine.id, ...document }),
        );
        const web = new WebSocket(StreamUrl, { perMessageDeflate: false });
        await new Promise((resolve) => web.once('open', resolve));
        const odd = fc.sample(version, { seed: 5, numRuns: 60 });
        const [ClientVersion] = odd.slice(opened++);
        web.send(JSON.stringify({ MessageSchemaVersion: '1.0', TokenValue, ClientId: randomUUID(), ClientVersion }));
        for (const bytes of bytesOf(frames, 'input_stream_data')) web.send(bytes);
        // Its pong tells that all was taken.
        const taken = new Promise((resolve) => web.once('pong', resolve).once('close', resolve));
        web.ping();
        await taken;
        web.terminate();
      };
      for (const frames of fc.sample(fc.array(frame, { maxLength: 12 }), { seed: 4, numRuns: 60 })) await one(frames);
      const { Sessions } = await sandbox.ssm.send(new DescribeSessionsCommand({ State: 'Active' }));
      assert.ok(Sessions);
      dropped.length = 0;
    }));
