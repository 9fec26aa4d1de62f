/** What a session does when its line is cut, silent or refused, with a clock that is moved by hand. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOpenMessage } from '../../channel/src/payloads.ts';
import type { SessionCalls } from '../../sessions/src/calls.ts';
import { type Connection, connect, type End } from '../../sessions/src/connection.ts';
import { openWebSocket } from '../../sessions/src/nodeWorld.ts';
import { handWorld, nodeOver } from '../helpers-line.ts';

const token = 'the-secret-token';

async function begin(resume: SessionCalls['resume'] = async () => ({ token: `${token}-2`, streamUrl: 'ws://again' })) {
  const hand = handWorld();
  const node = nodeOver(hand);
  const told: string[] = [];
  const got: string[] = [];
  let end: End | undefined;
  const calls = {
    start: async () => ({ sessionId: 's', streamUrl: 'ws://first', token }),
    resume: async (sessionId: string) => {
      told.push(`resume ${sessionId}`);
      return resume(sessionId);
    },
    terminate: async (sessionId: string) => {
      told.push(`terminate ${sessionId}`);
    },
  };
  const connection: Connection = await connect(
    { target: 'i-1', calls, world: hand.world },
    {
      opened: ({ sessionType }) => told.push(`opened ${sessionType}`),
      output: (bytes) => got.push(Buffer.from(bytes).toString()) > 0,
      cut: (reason) => told.push(`cut ${reason}`),
      restored: () => told.push('restored'),
      ended: (given) => {
        end = given;
      },
    },
  );
  const last = () => {
    const socket = hand.sockets.at(-1);
    assert.ok(socket);
    return socket;
  };
  const opened = () => hand.sockets.map(({ received }) => readOpenMessage(String(received[0]))).filter((each) => each);
  return { ...hand, node, told, got, connection, last, opened, end: () => end };
}

test('the first message of a socket is the open message, and a ping follows', async () => {
  const { node, last, opened } = await begin();
  node.accept();
  const [open] = opened();
  assert.deepEqual(Object.keys(open ?? {}), [
    'MessageSchemaVersion',
    'RequestId',
    'TokenValue',
    'ClientId',
    'ClientVersion',
  ]);
  assert.equal(open?.MessageSchemaVersion, '1.0');
  assert.equal(open?.TokenValue, token);
  assert.equal(last().pings, 1);
});

test('a session goes on over another socket with another token, and nothing is lost or doubled', async () => {
  const { node, told, got, connection, last, opened, pass, sockets } = await begin();
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  connection.write(Buffer.from('a'));
  await pass(100);
  last().onFrame = () => undefined;
  connection.write(Buffer.from('b'));
  last().events.closed('gone');
  connection.write(Buffer.from('c'));
  node.channel.send(1, Buffer.from('out'));
  await pass(200);
  assert.equal(sockets.length, 2);
  node.accept();
  for (let turn = 0; turn < 20; turn++) {
    await pass(100);
    node.channel.tick();
  }
  assert.deepEqual(told, ['opened Standard_Stream', 'cut gone', 'resume s', 'restored']);
  assert.deepEqual(got, ['$ ', 'out']);
  assert.deepEqual(
    node.received.map(({ payload }) => Buffer.from(payload).toString()),
    ['a', 'b', 'c'],
  );
  const [first, second] = opened();
  assert.equal(first?.ClientId, second?.ClientId);
  assert.equal(second?.TokenValue, `${token}-2`);
  assert.equal(last().url, 'ws://again');
});

test('a session that was never reached is tried for six times with growing delays, with the same token', async () => {
  const { pass, sockets, last, end, told } = await begin();
  for (let turn = 0; turn < 6; turn++) {
    last().events.closed('connect ECONNREFUSED 10.0.0.1:443');
    await pass(5000);
  }
  assert.deepEqual(end(), {
    cause: 'failed',
    words: 'The session could not be reached: connect ECONNREFUSED 10.0.0.1:443.',
  });
  assert.ok(sockets.every(({ url }) => url === 'ws://first'));
  assert.equal(sockets.length, 6);
  assert.deepEqual(told, ['terminate s']);
});

test('a line that is silent while an acknowledge is due is given up for another one', async () => {
  const { node, last, told, pass, connection } = await begin();
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  await pass(120_000);
  last().onFrame = () => undefined;
  connection.write(Buffer.from('a'));
  await pass(14_000);
  assert.ok(!told.includes('resume s'));
  await pass(3_000);
  assert.deepEqual(told, ['opened Standard_Stream', 'cut nothing was heard for 15 seconds', 'resume s']);
});

test('a line over which an acknowledge stays out is given up ever more seldom, until the node is heard', async () => {
  const { node, told, pass, connection, sockets, last } = await begin();
  node.accept();
  connection.write(Buffer.from('a'));
  const silentFor = async (milliseconds: number): Promise<number> => {
    const before = told.length;
    for (let passed = 0; passed < milliseconds; passed += 1_000) {
      const socket = last();
      await pass(1_000);
      // The service answers pings, and the agent nothing.
      if (last() !== socket) {
        last().onFrame = () => undefined;
        last().events.opened();
      }
    }
    return told.slice(before).filter((each) => each.startsWith('cut')).length;
  };
  node.channel.send(1, Buffer.from('$ '));
  await pass(1_000);
  last().onFrame = () => undefined;
  connection.write(Buffer.from('b'));
  assert.equal(await silentFor(17_000), 1);
  assert.equal(await silentFor(20_000), 0);
  assert.equal(await silentFor(12_000), 1);
  assert.equal(await silentFor(50_000), 0);
  assert.ok(sockets.length >= 3);
});

test('an idle line is pinged each minute, and one that never answers is given up', async () => {
  const { node, last, told, pass } = await begin();
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  for (let minute = 0; minute < 10; minute++) {
    await pass(60_000);
    last().events.alive();
  }
  assert.equal(last().pings, 11);
  assert.equal(told.length, 1);
  await pass(160_000);
  assert.equal(told[1], 'cut nothing was heard for 150 seconds');
});

test('a session that has ended meanwhile is not resumed', async () => {
  const { node, last, end, pass } = await begin(async () => ({}));
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  last().events.closed('gone');
  await pass(1000);
  assert.equal(end()?.cause, 'told');
  assert.match(end()?.words ?? '', /ended while it was cut off/);
});

test('a session that may not be resumed is given up at once, and says which permission it takes', async () => {
  const { node, last, end, pass, told } = await begin(async () => ({ denied: 'it takes ssm:ResumeSession' }));
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  last().events.closed('gone');
  await pass(1000);
  assert.equal(end()?.cause, 'lost');
  assert.match(end()?.words ?? '', /could not be restored: it takes ssm:ResumeSession/);
  assert.deepEqual(told.slice(2), ['resume s', 'terminate s']);
});

test('the token is in no reason', async () => {
  const { last, end, pass } = await begin();
  for (let turn = 0; turn < 6; turn++) {
    last().events.closed(`refused with ${token}`);
    await pass(5000);
  }
  assert.match(end()?.words ?? '', /refused with …/);
});

test('after five minutes of trying, a session is lost', async () => {
  const { node, last, end, pass, told } = await begin(async () => {
    throw new Error('no network');
  });
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  last().events.closed('gone');
  await pass(200_000);
  assert.equal(end(), undefined);
  await pass(200_000);
  assert.equal(end()?.cause, 'lost');
  assert.equal(told.filter((each) => each === 'resume s').length, 63);
});

test('a service that closes each socket at once is not asked for ever', async () => {
  const { node, last, end, pass, sockets } = await begin();
  for (let turn = 0; turn < 6; turn++) {
    node.accept();
    last().events.closed('the connection was closed');
    await pass(6000);
  }
  assert.match(end()?.words ?? '', /closes the connection at once/);
  assert.equal(sockets.length, 6);
});

for (const [reason, expected] of [
  ['', { cause: 'ended', words: 'The session has ended.' }],
  ['It was idle for 20 minutes.', { cause: 'told', words: 'It was idle for 20 minutes.' }],
] as const)
  test(`the service ends a session ${reason === '' ? 'without a word' : 'and says why'}: no socket is opened again`, async () => {
    const { node, end, last, pass, sockets } = await begin();
    node.accept();
    node.channel.send(1, Buffer.from('$ '));
    node.over(reason);
    assert.deepEqual(end(), expected);
    assert.ok(last().closed);
    await pass(60_000);
    assert.equal(sockets.length, 1);
  });

test('a session that is closed here is terminated', async () => {
  const { node, end, connection, told, last } = await begin();
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  await connection.close();
  assert.equal(end()?.cause, 'user');
  assert.deepEqual(told, ['opened Standard_Stream', 'terminate s']);
  assert.ok(last().closed);
});

test('no token goes over a line to another machine that is not encrypted', async () => {
  const reason = await new Promise<string>((resolve) => {
    openWebSocket('ws://192.0.2.1/v1/data-channel/s', {
      opened: () => resolve('opened'),
      frame: () => undefined,
      alive: () => undefined,
      closed: resolve,
    });
  });
  assert.match(reason, /none that is encrypted/);
});
