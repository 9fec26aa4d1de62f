/** The binary message of a data channel, byte for byte. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { type ChannelOptions, DataChannel } from '../../channel/src/dataChannel.ts';
import { decodeMessage, encodeMessage, type Message, payloadTypes } from '../../channel/src/message.ts';
import {
  flags,
  readAcknowledge,
  readChallenge,
  readChannelClosed,
  readFlag,
  readHandshakeComplete,
  readHandshakeRequest,
  readHandshakeResponse,
  readOpenMessage,
  readSize,
  writeFlag,
  writePayload,
} from '../../channel/src/payloads.ts';
import { shakeHands } from '../../sessions/src/handshake.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

const vector: Message = {
  type: 'input_stream_data',
  sequence: 7,
  flags: 0,
  created: 1700000000000,
  id: '01234567-89ab-4cde-8f01-23456789abcd',
  payloadType: 1,
  payload: Uint8Array.of(0x6c, 0x73, 0x0d),
};

const golden = [
  '00000074696e7075745f73747265616d5f646174612020202020202020202020',
  '20202020000000010000018bcfe5680000000000000000070000000000000000',
  '8f0123456789abcd0123456789ab4cde1d887ce0f8672e4914d9000e801cd74e',
  'cd805dd9366c0bc42dc16adc0197dc2f00000001000000036c730d',
].join('');

test('a message is these 123 bytes', () => {
  assert.equal(Buffer.from(encodeMessage(vector, sha256)).toString('hex'), golden);
});

test('these 123 bytes are the message', () => {
  assert.deepEqual(decodeMessage(Buffer.from(golden, 'hex'), sha256), vector);
});

/** Written from the table of the protocol by another program, field by field. */
const frames: Record<string, string> = {
  acknowledge: [
    '0000007461636b6e6f776c656467652020202020202020202020202020202020',
    '20202020000000010000018bcfe5680000000000000000000000000000000003',
    '8f0123456789abcd0123456789ab4cde73de249e026b300c330413f4285d38a2',
    'ea77d5fb160caaa75006661a6676283800000000000000b07b2241636b6e6f77',
    '6c65646765644d65737361676554797065223a226f75747075745f7374726561',
    '6d5f64617461222c2241636b6e6f776c65646765644d6573736167654964223a',
    '2266656463626139382d373635342d343332312d386665642d63626139383736',
    '3534333231222c2241636b6e6f776c65646765644d6573736167655365717565',
    '6e63654e756d626572223a352c22497353657175656e7469616c4d6573736167',
    '65223a747275657d',
  ].join(''),
  flag: [
    '00000074696e7075745f73747265616d5f646174612020202020202020202020',
    '20202020000000010000018bcfe5680000000000000000000000000000000000',
    '8f0123456789abcd0123456789ab4cde433ebf5bc03dffa38536673207a21281',
    '612cef5faa9bc7a4d5b9be2fdb12cf1a0000000a0000000400000002',
  ].join(''),
  size: [
    '00000074696e7075745f73747265616d5f646174612020202020202020202020',
    '20202020000000010000018bcfe5680000000000000000010000000000000000',
    '8f0123456789abcd0123456789ab4cde2603c25d17beced073e31055346b4cc4',
    '16b9a58f0f015af734cee9b93a19f80e00000003000000167b22636f6c73223a',
    '3133322c22726f7773223a35307d',
  ].join(''),
  handshake: [
    '000000746f75747075745f73747265616d5f6461746120202020202020202020',
    '20202020000000010000018bcfe5680000000000000000000000000000000001',
    '8f0123456789abcd0123456789ab4cdeee1b291f503f2be9a4233c06c9f41259',
    '49e5dd72b6b4aea7b159feff7a42b471000000050000009d7b224167656e7456',
    '657273696f6e223a22332e332e302e30222c22526571756573746564436c6965',
    '6e74416374696f6e73223a5b7b22416374696f6e54797065223a225365737369',
    '6f6e54797065222c22416374696f6e506172616d6574657273223a7b22536573',
    '73696f6e54797065223a22506f7274222c2250726f70657274696573223a7b22',
    '706f72744e756d626572223a223830227d7d7d5d7d',
  ].join(''),
  response: [
    '00000074696e7075745f73747265616d5f646174612020202020202020202020',
    '20202020000000010000018bcfe5680000000000000000000000000000000000',
    '8f0123456789abcd0123456789ab4cde70c826f0eab4fa43a6bbd6c49946521c',
    'e03bcc5c20741e1615134be28dc887f2000000060000010a7b22436c69656e74',
    '56657273696f6e223a22312e322e3736342e30222c2250726f63657373656443',
    '6c69656e74416374696f6e73223a5b7b22416374696f6e54797065223a225365',
    '7373696f6e54797065222c22416374696f6e537461747573223a312c22416374',
    '696f6e526573756c74223a6e756c6c2c224572726f72223a22227d2c7b224163',
    '74696f6e54797065223a2244616e6365222c22416374696f6e53746174757322',
    '3a332c22416374696f6e526573756c74223a6e756c6c2c224572726f72223a22',
    '556e737570706f7274656420616374696f6e2044616e6365227d5d2c22457272',
    '6f7273223a5b22556e737570706f7274656420616374696f6e2044616e636522',
    '5d7d',
  ].join(''),
  challenge: [
    '00000074696e7075745f73747265616d5f646174612020202020202020202020',
    '20202020000000010000018bcfe5680000000000000000010000000000000000',
    '8f0123456789abcd0123456789ab4cdeba856a9120e160c55dbe10581b445d9e',
    'ecb6f68ebc025607568c6beb097e440600000009000000187b224368616c6c65',
    '6e6765223a22614756736247383d227d',
  ].join(''),
  closed: [
    '000000746368616e6e656c5f636c6f7365642020202020202020202020202020',
    '20202020000000010000018bcfe5680000000000000000000000000000000003',
    '8f0123456789abcd0123456789ab4cde6d4044b69f30fd30b101d13f5b83394e',
    '3201f36868f74fceb64b6c7303e94e8a00000000000000ce7b224d6573736167',
    '6554797065223a226368616e6e656c5f636c6f736564222c224d657373616765',
    '4964223a2230313233343536372d383961622d346364652d386630312d323334',
    '353637383961626364222c2244657374696e6174696f6e4964223a22692d3122',
    '2c2253657373696f6e4964223a22732d31222c22536368656d6156657273696f',
    '6e223a312c224372656174656444617465223a22323032332d31312d31345432',
    '323a31333a32302e3030305a222c224f7574707574223a224974207761732069',
    '646c652e227d',
  ].join(''),
  late: [
    '00000074696e7075745f73747265616d5f646174612020202020202020202020',
    '20202020000000010000018bcfe5680000000001000000070000000000000000',
    '8f0123456789abcd0123456789ab4cde433ebf5bc03dffa38536673207a21281',
    '612cef5faa9bc7a4d5b9be2fdb12cf1a0000000a0000000400000002',
  ].join(''),
};

/** One end of a channel whose messages are all of the time and id of the vector, and the frames that it sent. */
function end(
  sends: ChannelOptions['sends'],
  other: Partial<ChannelOptions> = {},
): { channel: DataChannel; sent: string[] } {
  const sent: string[] = [];
  const channel = new DataChannel({
    sends,
    sha256,
    uuid: () => vector.id,
    now: () => vector.created,
    transmit: (frame) => sent.push(Buffer.from(frame).toString('hex')),
    receive: () => true,
    ...other,
  });
  return { channel, sent };
}

test('a client acknowledges, flags and tells its size with these bytes', () => {
  const { channel, sent } = end('input_stream_data');
  channel.sendWhole(payloadTypes.flag, writeFlag(flags.terminateSession));
  channel.sendWhole(payloadTypes.size, writePayload({ cols: 132, rows: 50 }));
  const id = 'fedcba98-7654-4321-8fed-cba987654321';
  const early = { ...vector, type: 'output_stream_data', id, sequence: 5 };
  channel.accept(encodeMessage(early, sha256));
  assert.deepEqual(sent, [frames.flag, frames.size, frames.acknowledge]);
});

test('a client answers a handshake and a challenge with these bytes', async () => {
  const { channel, sent } = end('input_stream_data');
  const request = {
    AgentVersion: '3.3.0.0',
    RequestedClientActions: [
      { ActionType: 'SessionType', ActionParameters: { SessionType: 'Standard_Stream', Properties: null } },
      { ActionType: 'Dance', ActionParameters: null },
    ],
  };
  const nothing = async () => assert.fail('nothing is asked of the service');
  const calls = { start: nothing, resume: nothing, terminate: nothing };
  const { response } = await shakeHands(request, { sessionId: 's', target: 'i-1' }, calls);
  channel.sendWhole(payloadTypes.handshakeResponse, writePayload(response));
  channel.sendWhole(payloadTypes.challengeResponse, writePayload({ Challenge: 'aGVsbG8=' }));
  assert.deepEqual(sent, [frames.response, frames.challenge]);
});

test('the end of a session is these bytes, and its reason is read from them', () => {
  const told: string[] = [];
  const { channel } = end('input_stream_data', {
    transmit: () => assert.fail('it is not acknowledged'),
    receive: () => assert.fail('it is no data'),
    control: ({ type, payload }) => told.push(`${type}: ${readChannelClosed(payload).Output}`),
  });
  channel.accept(Buffer.from(frames.closed ?? '', 'hex'));
  assert.deepEqual(told, ['channel_closed: It was idle.']);
});

test('a node begins its handshake with these bytes, marked as the first', () => {
  const { channel, sent } = end('output_stream_data');
  const ActionParameters = { SessionType: 'Port', Properties: { portNumber: '80' } };
  const RequestedClientActions = [{ ActionType: 'SessionType', ActionParameters }];
  const request = writePayload({ AgentVersion: '3.3.0.0', RequestedClientActions });
  channel.sendWhole(payloadTypes.handshakeRequest, request);
  assert.deepEqual(sent, [frames.handshake]);
});

test('a number beyond 32 bits fills eight bytes', () => {
  const payload = writeFlag(flags.terminateSession);
  const late = { ...vector, sequence: 2 ** 32 + 7, payloadType: payloadTypes.flag, payload };
  assert.equal(Buffer.from(encodeMessage(late, sha256)).toString('hex'), frames.late);
  const read = decodeMessage(Buffer.from(frames.late ?? '', 'hex'), sha256);
  assert.equal('fault' in read ? read.fault : read.sequence, 4_294_967_303);
});

const refused: Record<string, (frame: Uint8Array) => Uint8Array> = {
  'one that is too short': (frame) => frame.subarray(0, 119),
  'one whose header has another length': (frame) => frame.fill(0, 0, 4),
  'one without a type': (frame) => frame.fill(0x20, 4, 36),
  'one without a date': (frame) => frame.fill(0, 40, 48),
  'one whose payload was changed': (frame) => frame.fill(0x41, 120, 121),
  'one whose payload was cut': (frame) => frame.subarray(0, 122),
};

for (const [what, damage] of Object.entries(refused))
  test(`a damaged frame is refused: ${what}`, () => {
    assert.ok('fault' in decodeMessage(damage(encodeMessage(vector, sha256)), sha256));
  });

test('the word of the service that the other end is there, or gone, is taken in any form', () => {
  for (const type of ['start_publication', 'pause_publication']) {
    const frame = encodeMessage({ ...vector, type, created: 0 }, sha256)
      .fill(0, 0, 4)
      .fill(0xff, 80, 120);
    const read = decodeMessage(frame, sha256);
    assert.equal('fault' in read ? read.fault : read.type, type);
  }
});

test('a type padded with NULs is read too', () => {
  const frame = encodeMessage(vector, sha256).fill(0, 21, 36);
  assert.deepEqual(decodeMessage(frame, sha256), vector);
});

test('every message comes back as it was', () => {
  const fields = {
    type: fc.constantFrom('input_stream_data', 'output_stream_data', 'acknowledge'),
    sequence: fc.nat(),
    flags: fc.constantFrom(0, 1, 2, 3),
    created: fc.integer({ min: 1, max: 2 ** 48 }),
    id: fc.uuid(),
    payloadType: fc.integer({ min: 0, max: 12 }),
    payload: fc.uint8Array({ maxLength: 1024 }),
  };
  const message = fc.record(fields, { noNullPrototype: true });
  fc.assert(
    fc.property(message, (each) => assert.deepEqual(decodeMessage(encodeMessage(each, sha256), sha256), each)),
    { seed: 6, numRuns: 200 },
  );
});

const readers = {
  readAcknowledge,
  readChallenge,
  readChannelClosed,
  readFlag,
  readHandshakeComplete,
  readHandshakeRequest,
  readHandshakeResponse,
  readSize,
};

/** JSON that has the right names, with anything behind them. */
const odd = fc.dictionary(
  fc.constantFrom(
    ...['AcknowledgedMessageSequenceNumber', 'AgentVersion', 'RequestedClientActions', 'ProcessedClientActions'],
    ...['Challenge', 'Output', 'CustomerMessage', 'cols', 'rows', 'TokenValue', 'ClientId', 'ClientVersion'],
  ),
  fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(fc.constantFrom('ActionType', 'ActionStatus'), fc.jsonValue()))),
);

test('what is read of a payload has its types, whatever was written', () => {
  fc.assert(
    fc.property(odd, (value) => {
      const bytes = Buffer.from(JSON.stringify(value));
      const request = readHandshakeRequest(bytes);
      if (request !== undefined) {
        assert.equal(typeof request.AgentVersion, 'string');
        for (const { ActionType } of request.RequestedClientActions) assert.equal(typeof ActionType, 'string');
      }
      for (const { ActionType } of readHandshakeResponse(bytes)?.ProcessedClientActions ?? [])
        assert.equal(typeof ActionType, 'string');
      assert.equal(typeof readHandshakeComplete(bytes).CustomerMessage, 'string');
      assert.equal(typeof readChannelClosed(bytes).Output, 'string');
      const open = readOpenMessage(bytes.toString());
      if (open !== undefined) assert.equal(typeof (open.ClientVersion ?? ''), 'string');
      for (const read of Object.values(readers)) read(bytes);
    }),
    { seed: 7, numRuns: 500 },
  );
});

test('no bytes make the reader throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      decodeMessage(bytes, sha256);
      for (const read of Object.values(readers)) read(bytes);
    }),
    { seed: 6, numRuns: 300 },
  );
});

test('a flag is a number of four bytes', () => {
  assert.deepEqual(writeFlag(2), Uint8Array.of(0, 0, 0, 2));
  assert.equal(readFlag(Uint8Array.of(0, 0, 0, 3)), 3);
  assert.equal(readFlag(Uint8Array.of(3)), undefined);
});
