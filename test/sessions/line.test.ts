/** What a session does when its line is cut, silent or refused, with a clock that is moved by hand. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { openWebSocket } from '../../sessions/src/nodeWorld.ts';
import { begin, token } from './fixtures/byHand.ts';

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

test('the token is in nothing that can be looked into', async () => {
  const { node, last, connection, pass } = await begin();
  const look = () => inspect(connection, { depth: 8, showHidden: true });
  assert.match(look(), /ws:\/\/first/);
  assert.doesNotMatch(look(), new RegExp(token));
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  last().received.length = 0;
  assert.doesNotMatch(look(), new RegExp(token));
  last().events.closed('gone');
  await pass(200);
  assert.match(look(), /ws:\/\/again/);
  assert.doesNotMatch(look(), new RegExp(token));
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

test('a token that is never given is asked for again, and what comes too late opens nothing', async () => {
  const answers: ((token: string) => void)[] = [];
  const { node, last, told, pass, sockets } = await begin(
    () => new Promise((resolve) => answers.push((given) => resolve({ token: given }))),
  );
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  last().events.closed('gone');
  await pass(29_000);
  assert.equal(answers.length, 1);
  await pass(3_000);
  assert.equal(answers.length, 2);
  answers[0]?.('late');
  await pass(10);
  assert.equal(sockets.length, 1);
  answers[1]?.('in time');
  await pass(10);
  assert.equal(sockets.length, 2);
  node.accept();
  assert.match(String(last().received[0]), /"TokenValue":"in time"/);
  await pass(60_000);
  assert.deepEqual(told, ['opened Standard_Stream', 'cut gone', 'resume s', 'resume s', 'restored']);
});

test('a clock that is put back keeps no dead line open, and a machine that was asleep looks for another at once', async () => {
  const { node, last, told, pass, leap } = await begin();
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  await pass(1_000);
  leap(-8 * 3_600_000);
  await pass(61_000);
  assert.equal(last().pings, 2);
  await pass(95_000);
  assert.deepEqual(told.slice(1), ['cut nothing was heard for 150 seconds', 'resume s']);
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  await pass(1_000);
  leap(8 * 3_600_000);
  await pass(500);
  assert.match(told.at(-2) ?? '', /^cut nothing was heard/);
  assert.equal(told.at(-1), 'resume s');
});

test('where more waits to leave than the network takes, nothing more is read until it has left', async () => {
  const { node, last, told, pass, got } = await begin();
  node.accept();
  node.channel.send(1, Buffer.from('a'));
  assert.equal(last().paused, false);
  // Acknowledges over a line that takes less than it brings.
  last().buffered = 5_000_000;
  node.channel.send(1, Buffer.from('b'));
  assert.equal(last().paused, true);
  for (let left = 49; left > 19; left--) {
    await pass(5_000);
    assert.equal(last().paused, true);
    last().buffered = left * 100_000;
  }
  assert.deepEqual(told, ['opened Standard_Stream']);
  await pass(200);
  assert.equal(last().paused, false);
  assert.deepEqual(got, ['a', 'b']);
  // A line that takes nothing at all is dead.
  last().buffered = 5_000_000;
  node.channel.send(1, Buffer.from('c'));
  await pass(160_000);
  assert.match(told[1] ?? '', /^cut nothing was heard/);
});

test('a node that does not answer for thousands of repeats loses the session, and the service is told', async () => {
  const { node, connection, end, pass, told, last } = await begin();
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  last().onFrame = () => undefined;
  connection.write(Buffer.from('a'));
  for (let second = 0; second < 2_400 && end() === undefined; second++) {
    await pass(1_000);
    last().events.alive();
  }
  assert.deepEqual(end(), { cause: 'lost', words: 'The node has not answered for minutes.' });
  assert.equal(told.at(-1), 'terminate s');
});

test('closing waits for a service that does not answer, but not for long', async () => {
  const { node, connection, pass } = await begin(undefined, { terminate: () => new Promise(() => undefined) });
  node.accept();
  let closed = false;
  void connection.close().then(() => {
    closed = true;
  });
  await pass(1_900);
  assert.equal(closed, false);
  await pass(200);
  assert.equal(closed, true);
  // What is written and waited for afterwards goes nowhere, and holds nobody up.
  assert.equal(connection.write(Buffer.from('late')), false);
  await connection.settled();
});

test('of many sizes in a row the first and the last are told, and one that is told already is not told again', async () => {
  const { node, connection, pass, last } = await begin();
  node.accept();
  node.channel.send(1, Buffer.from('$ '));
  const take = last().onFrame;
  last().onFrame = () => undefined;
  for (let cols = 80; cols <= 180; cols++) connection.resize({ cols, rows: 30 });
  connection.resize({ cols: 0, rows: 30 });
  last().onFrame = take;
  await pass(1_000);
  connection.resize({ cols: 180, rows: 30 });
  await pass(1_000);
  assert.deepEqual(
    node.received.map(({ payload }) => Buffer.from(payload).toString()),
    ['{"cols":80,"rows":30}', '{"cols":180,"rows":30}'],
  );
});
