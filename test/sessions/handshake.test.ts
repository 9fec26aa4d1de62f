/** The handshake: kinds of session, what is not known, and encryption by a key of KMS. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { payloadTypes } from '../../channel/src/message.ts';
import { readChallenge, readHandshakeResponse, writePayload } from '../../channel/src/payloads.ts';
import type { SessionCalls } from '../../sessions/src/calls.ts';
import { cipherOf } from '../../sessions/src/cipher.ts';
import { type Connection, connect, type End, type Session } from '../../sessions/src/connection.ts';
import { handWorld, nodeOver } from '../helpers-line.ts';

interface Asked {
  ActionType: string;
  ActionParameters: unknown;
}

async function begin(actions: Asked[], generateDataKey?: NonNullable<SessionCalls['generateDataKey']>) {
  const hand = handWorld();
  const node = nodeOver(hand);
  const got: string[] = [];
  let session: Session | undefined;
  let end: End | undefined;
  const calls: SessionCalls = {
    start: async () => ({ sessionId: 's-1', streamUrl: 'ws://x', token: 't' }),
    resume: async () => ({}),
    terminate: async () => undefined,
    ...(generateDataKey && { generateDataKey }),
  };
  const connection: Connection = await connect(
    { target: 'i-1', calls, world: hand.world },
    {
      opened: (given) => {
        session = given;
      },
      output: (bytes, source) => got.push(`${source} ${Buffer.from(bytes)}`) > 0,
      exitCode: (code) => got.push(`exit ${code}`),
      ended: (given) => {
        end = given;
      },
    },
  );
  node.accept();
  const request = { AgentVersion: '3.3.0.0', RequestedClientActions: actions };
  node.channel.sendWhole(payloadTypes.handshakeRequest, writePayload(request));
  await hand.pass(10);
  const response = node.received.find(({ payloadType }) => payloadType === payloadTypes.handshakeResponse);
  const complete = (CustomerMessage = ''): void => {
    const payload = writePayload({ HandshakeTimeToComplete: 1, CustomerMessage });
    node.channel.sendWhole(payloadTypes.handshakeComplete, payload);
  };
  return {
    ...hand,
    node,
    connection,
    got,
    complete,
    response: readHandshakeResponse(response?.payload ?? new Uint8Array()),
    session: () => session,
    end: () => end,
  };
}

const ofType = (SessionType: string, Properties: unknown = null): Asked => ({
  ActionType: 'SessionType',
  ActionParameters: { SessionType, Properties },
});

test('a port session is answered with success, and tells its properties once the handshake is complete', async () => {
  const properties = { portNumber: '80', localPortNumber: '0', type: 'LocalPortForwarding' };
  const { response, complete, session } = await begin([ofType('Port', properties)]);
  assert.deepEqual(response, {
    ClientVersion: '1.2.764.0',
    ProcessedClientActions: [{ ActionType: 'SessionType', ActionStatus: 1, ActionResult: null, Error: '' }],
    Errors: null,
  });
  assert.equal(session(), undefined);
  complete('Read this.');
  assert.deepEqual(session(), { sessionType: 'Port', agentVersion: '3.3.0.0', properties, notice: 'Read this.' });
});

test('nothing is sent before the kind of session is known', async () => {
  const { node, connection, complete } = await begin([ofType('NonInteractiveCommands')]);
  connection.resize({ cols: 100, rows: 30 });
  connection.write(Buffer.from('typed early'));
  const types = () => node.received.map(({ payloadType }) => payloadType);
  assert.deepEqual(types(), [payloadTypes.handshakeResponse]);
  complete();
  assert.deepEqual(types(), [payloadTypes.handshakeResponse, payloadTypes.size, payloadTypes.output]);
});

test('an unknown kind of session has failed, an unknown action is not supported', async () => {
  const kind = await begin([ofType('Telepathy')]);
  assert.deepEqual(kind.response?.ProcessedClientActions[0], {
    ActionType: 'SessionType',
    ActionStatus: 2,
    ActionResult: null,
    Error: 'Unknown session type Telepathy',
  });
  assert.deepEqual(kind.response?.Errors, ['Unknown session type Telepathy']);
  assert.deepEqual(kind.end(), { cause: 'failed', words: 'Unknown session type Telepathy.' });

  const action = await begin([ofType('Port'), { ActionType: 'Dance', ActionParameters: {} }]);
  assert.deepEqual(
    action.response?.ProcessedClientActions.map((each) => [each.ActionStatus, each.Error]),
    [
      [1, ''],
      [3, 'Unsupported action Dance'],
    ],
  );
});

const key = randomBytes(64);
const challenge = randomBytes(16).toString('base64');
const encryption: Asked = { ActionType: 'KMSEncryption', ActionParameters: { KMSKeyId: 'k-1', Challenge: challenge } };

test('a session is encrypted with the key of KMS, each direction with its half', async () => {
  const asked: unknown[] = [];
  const { node, response, complete, connection, got } = await begin(
    [ofType('Standard_Stream'), encryption],
    async (...given) => {
      asked.push(...given);
      return { plaintext: key, cipherText: Buffer.from('sealed') };
    },
  );
  assert.deepEqual(asked, [
    'k-1',
    { 'aws:ssm:SessionId': 's-1', 'aws:ssm:TargetId': 'i-1', 'aws:ssm:RandomChallenge': challenge },
  ]);
  assert.deepEqual(response?.ProcessedClientActions[1]?.ActionResult, {
    KMSCipherTextKey: Buffer.from('sealed').toString('base64'),
    KMSCipherTextHash: null,
    ChallengeAcknowledgement: true,
  });
  const cipher = cipherOf(key, 'node');
  const proof = randomBytes(64);
  const sealed = { Challenge: Buffer.from(cipher.encrypt(proof)).toString('base64') };
  node.channel.sendWhole(payloadTypes.challengeRequest, writePayload(sealed));
  const answer = node.received.find(({ payloadType }) => payloadType === payloadTypes.challengeResponse);
  const opened = cipher.decrypt(Buffer.from(readChallenge(answer?.payload ?? new Uint8Array()) ?? '', 'base64'));
  assert.deepEqual(Buffer.from(opened ?? []), proof);
  complete('This session is encrypted using AWS KMS.');

  connection.resize({ cols: 80, rows: 25 });
  connection.write(Buffer.alloc(2000, 'x'));
  const [size, first, second] = node.received.slice(-3);
  assert.equal(Buffer.from(size?.payload ?? []).toString(), '{"cols":80,"rows":25}');
  assert.equal(first?.payload.length, 1024 + 28);
  assert.deepEqual(Buffer.from(cipher.decrypt(first?.payload ?? new Uint8Array()) ?? []), Buffer.alloc(1024, 'x'));
  assert.deepEqual(Buffer.from(cipher.decrypt(second?.payload ?? new Uint8Array()) ?? []), Buffer.alloc(976, 'x'));
  for (const [type, text] of [
    [payloadTypes.output, 'out'],
    [payloadTypes.standardError, 'bad'],
    [payloadTypes.exitCode, 'EXIT_CODE: 5'],
  ] as const)
    node.channel.sendWhole(type, cipher.encrypt(Buffer.from(text)));
  assert.deepEqual(got, ['output out', 'error bad', 'exit 5']);
});

test('without KMS, or with a node that has another key, there is no session', async () => {
  const without = await begin([ofType('Standard_Stream'), encryption]);
  assert.equal(without.response?.ProcessedClientActions[1]?.ActionStatus, 2);

  const refused = await begin([ofType('Standard_Stream'), encryption], () =>
    Promise.reject(new Error('User is not authorized to perform: kms:GenerateDataKey')),
  );
  assert.match(refused.end()?.words ?? '', /KMS gave no key of k-1: User is not authorized/);

  const other = await begin([ofType('Standard_Stream'), encryption], async () => ({
    plaintext: key,
    cipherText: Buffer.from('sealed'),
  }));
  const sealed = cipherOf(randomBytes(64), 'node').encrypt(randomBytes(64));
  other.node.channel.sendWhole(
    payloadTypes.challengeRequest,
    writePayload({ Challenge: Buffer.from(sealed).toString('base64') }),
  );
  assert.match(other.end()?.words ?? '', /could not prove/);
});

test('an agent of old that sends no challenge gets a key without one', async () => {
  for (const none of [undefined, null, '']) {
    const asked: unknown[] = [];
    const { response } = await begin(
      [
        ofType('Standard_Stream'),
        { ActionType: 'KMSEncryption', ActionParameters: { KMSKeyId: 'k-1', Challenge: none } },
      ],
      async (...given) => {
        asked.push(...given);
        return { plaintext: key, cipherText: Buffer.from('sealed') };
      },
    );
    assert.deepEqual(asked, ['k-1', { 'aws:ssm:SessionId': 's-1', 'aws:ssm:TargetId': 'i-1' }]);
    assert.deepEqual(response?.ProcessedClientActions[1]?.ActionResult, {
      KMSCipherTextKey: Buffer.from('sealed').toString('base64'),
      KMSCipherTextHash: null,
    });
  }
});

test('a node that begins before its handshake is answered gets no session that lacks its encryption', async () => {
  const { complete, session, end } = await begin(
    [ofType('Standard_Stream'), encryption],
    () => new Promise(() => undefined),
  );
  complete();
  assert.equal(session(), undefined);
  assert.match(end()?.words ?? '', /before its handshake was answered/);
});
