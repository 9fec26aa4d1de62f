/** Ports forwarded through pretend nodes: many connections, bad lines, half-closed connections, and what goes wrong. */

import assert from 'node:assert/strict';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { DescribeSessionsCommand } from '@aws-sdk/client-ssm';
import { listenOn } from '../../sessions/src/listener.ts';
import { forwardingDocument } from '../../sessions/src/sessionDocuments.ts';
import { openTunnel, type Tunnel, type TunnelEvents } from '../../sessions/src/tunnel.ts';
import type { World } from '../../sessions/src/world.ts';
import { handWorld } from '../helpers-line.ts';
import { answerOf, checksum, echoed, type Node, noise, withNode } from '../helpers-sessions.ts';

const megabyte = 1024 * 1024;

async function through(
  { machine, calls, line }: Node,
  port: number,
  use: (tunnel: Tunnel) => Promise<void>,
  events: TunnelEvents = {},
  host?: string,
): Promise<void> {
  const options = { target: machine.id, calls: calls(forwardingDocument({ port, host })), world: line.world };
  const tunnel = await openTunnel({ ...options, localPort: 0 }, events);
  try {
    await use(tunnel);
  } finally {
    await tunnel.close();
  }
}

const request = 'GET / HTTP/1.0\r\n\r\n';

test('a page of a node is fetched through a tunnel, and its bytes are counted', () =>
  withNode((node) =>
    through(node, 80, async (tunnel) => {
      const page = await answerOf(tunnel.port, request);
      assert.match(page, new RegExp(`<h1>${node.machine.name}</h1>`));
      const { up, down } = tunnel.carried;
      assert.ok(up > request.length && down > page.length);
      assert.equal(tunnel.state, 'open');
    }),
  ));

test('megabytes go both ways through a tunnel and come back the same', () =>
  withNode((node) =>
    through(node, 7, async ({ port }) => {
      const sent = noise(megabyte);
      assert.deepEqual(await echoed(port, sent), checksum(sent));
    }),
  ));

test('a hundred connections share a tunnel over a bad line that is cut', () =>
  withNode(async (node) => {
    const states: string[] = [];
    await through(
      node,
      7,
      async (tunnel) => {
        const texts = Array.from({ length: 100 }, (_, index) => noise(1_000 + index * 150));
        const all = Promise.all(texts.map((sent) => echoed(tunnel.port, sent)));
        while (tunnel.carried.down < 100_000) await new Promise((resolve) => setTimeout(resolve, 1));
        node.line.cut();
        assert.deepEqual(await all, texts.map(checksum));
      },
      { changed: ({ state }) => states.push(state) },
    );
    assert.deepEqual(states, ['open', 'cut', 'open', 'closed']);
    assert.ok(node.line.lost() > 50);
  }, 0.1));

test('a local program that stops sending still gets its answer', () =>
  withNode((node) =>
    through(node, 80, async ({ port }) => {
      const page = await answerOf(port, request, (socket) => socket.end());
      assert.match(page, /<\/h1>/);
    }),
  ));

test('a program that is gone keeps no connection of the node open', (context) => {
  if (process.platform !== 'linux') return context.skip('other systems tell it later');
  return withNode((node) =>
    through(node, 7, async (tunnel) => {
      const sent = noise(1000);
      assert.deepEqual(await echoed(tunnel.port, sent), checksum(sent));
      for (const end = Date.now() + 20_000; tunnel.carried.connections > 0; ) {
        assert.ok(Date.now() < end, 'the connection is still held');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }),
  );
});

test('a program that does not read holds back its sender, not the memory', () =>
  withNode((node) =>
    through(node, 7, async (tunnel) => {
      const sent = noise(20 * megabyte);
      let socket: Socket | undefined;
      const got = answerOf(tunnel.port, '', (opened) => {
        socket = opened;
        opened.pause();
        opened.write(sent);
      });
      await new Promise((resolve) => setTimeout(resolve, 2500));
      const { up } = tunnel.carried;
      assert.ok(up < 16 * megabyte, `${up} bytes went up while nobody read`);
      let size = 0;
      socket?.on('data', (data) => {
        size += data.length;
        if (size === sent.length) socket?.end();
      });
      socket?.resume();
      void got;
      while (size < sent.length) await new Promise((resolve) => setTimeout(resolve, 50));
    }),
  ));

test('an old agent has one connection at a time; the next one waits for its turn', () =>
  withNode(async (node) => {
    node.machine.agentVersion = '2.3.1000.0';
    await through(node, 80, async ({ port }) => {
      const pages = await Promise.all([1, 2, 3].map(() => answerOf(port, request, (socket) => closeAfterPage(socket))));
      for (const page of pages) assert.equal(page.match(/<\/h1>/g)?.length, 1);
    });
  }));

/** With an old agent nobody tells the client that the node has closed. */
function closeAfterPage(socket: Socket): void {
  socket.on('data', (data) => {
    if (String(data).includes('</p>')) socket.destroy();
  });
}

test('a host that the node reaches is forwarded, a forbidden one is told', () =>
  withNode(async (node) => {
    const { machine } = node;
    await through(
      node,
      8080,
      async ({ port }) => assert.match(await answerOf(port, request), new RegExp(`<h1>${machine.name}</h1>`)),
      {},
      machine.ip,
    );
    let closed: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      closed = resolve;
    });
    await through(
      node,
      80,
      async (tunnel) => {
        await over;
        assert.equal(tunnel.words, 'Forwarding to IP address 169.254.169.254 is forbidden.');
      },
      { changed: ({ state }) => state === 'closed' && closed() },
      '169.254.169.254',
    );
  }));

test('a port of the node where nothing answers is told, and the tunnel stays', () =>
  withNode(async (node) => {
    const problems: string[] = [];
    await through(
      node,
      5432,
      async (tunnel) => {
        assert.equal(await answerOf(tunnel.port, 'x'), '');
        assert.equal(tunnel.state, 'open');
      },
      { problem: (words) => problems.push(words) },
    );
    assert.deepEqual(problems, ['The node could not connect to the port: nothing answers there.']);
  }));

test('over an old agent a server that speaks first is heard, and one that refuses ends the tunnel with the reason', () =>
  withNode(async (node) => {
    node.machine.agentVersion = '2.3.1000.0';
    await through(node, 22, async ({ port }) => {
      const socket = dial(port, '127.0.0.1');
      const greeting = await new Promise((resolve) => socket.once('data', (data) => resolve(data.toString())));
      assert.match(String(greeting), /^SSH-2\.0-/);
      socket.destroy();
    });
    let words: (words: string) => void = () => undefined;
    const told = new Promise<string>((resolve) => {
      words = resolve;
    });
    const events: TunnelEvents = { changed: ({ state, words: why }) => state === 'closed' && words(why) };
    await through(node, 5432, async () => assert.match(await told, /^Unable to connect .*5432 refuses\.$/), events);
  }));

test('a port that is taken is told with another one, and no session is started', () =>
  withNode(async (node) => {
    const past = async () => (await node.sandbox.ssm.send(new DescribeSessionsCommand({ State: 'History' }))).Sessions;
    const before = await past();
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    const calls = node.calls(forwardingDocument({ port: 80 }));
    await assert.rejects(openTunnel({ target: node.machine.id, calls, localPort: port }), (error: Error) => {
      assert.match(
        error.message,
        new RegExp(`^Port ${port} .* taken by another program; choose another, such as \\d+`),
      );
      return true;
    });
    taken.close();
    assert.deepEqual(await past(), before);
  }));

test('a tunnel listens on the loopback address and no other', async (context) => {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const other = addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
  if (other === undefined) return context.skip('this machine has no other address');
  const listener = await listenOn(0, (socket) => socket.destroy());
  const refused = await new Promise((resolve) => {
    dial(listener.port, other)
      .once('connect', () => resolve('connected'))
      .once('error', ({ message }) => resolve(message));
  });
  listener.close();
  assert.match(String(refused), /ECONNREFUSED/);
});

test('a session that is lost is followed by another one on the same port', () =>
  withNode(async (node) => {
    const { machine, line } = node;
    const calls = node.calls(forwardingDocument({ port: 80 }));
    let refuse = false;
    const lossy = { ...calls, resume: (id: string) => (refuse ? Promise.reject(new Error('no')) : calls.resume(id)) };
    const hurried = {
      ...line.world,
      after: (wait: number, run: () => void) => line.world.after(Math.min(wait, 20), run),
    };
    const states: string[] = [];
    const tunnel = await openTunnel(
      { target: machine.id, calls: lossy, localPort: 0, world: hurried },
      { changed: ({ state }) => states.push(state) },
    );
    const first = tunnel.sessionId;
    refuse = true;
    line.cut();
    // It comes while there is no session, and waits.
    while (!states.includes('restarting')) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.match(await answerOf(tunnel.port, request), /<\/h1>/);
    assert.notEqual(tunnel.sessionId, first);
    assert.deepEqual(states, ['open', 'cut', 'restarting', 'open']);
    await tunnel.close();
  }));

test('closing a tunnel ends its session and frees its port', () =>
  withNode(async (node) => {
    let port = 0;
    await through(node, 80, async (tunnel) => {
      port = tunnel.port;
    });
    const { Sessions = [] } = await node.sandbox.ssm.send(new DescribeSessionsCommand({ State: 'Active' }));
    assert.deepEqual(Sessions, []);
    const again = await listenOn(port, (socket) => socket.destroy());
    assert.equal(again.port, port);
    again.close();
  }));

test('a session in the place of a lost one that cannot be reached either is followed by a further one', () =>
  withNode(async (node) => {
    const { machine, line } = node;
    const calls = node.calls(forwardingDocument({ port: 80 }));
    let sound = true;
    const states: string[] = [];
    const world: World = {
      ...line.world,
      after: (wait, run) => line.world.after(Math.min(wait, 20), run),
      open(url, events, headers) {
        if (sound) return line.world.open(url, events, headers);
        // The account answers, and the sockets of its sessions do not.
        setImmediate(() => events.closed('connect ECONNREFUSED'));
        return {
          ...{ send: () => undefined, ping: () => undefined, pause: () => undefined },
          ...{ resume: () => undefined, close: () => undefined, buffered: 0 },
        };
      },
    };
    const resume = (id: string) => (sound ? calls.resume(id) : Promise.reject(new Error('no')));
    const tunnel = await openTunnel(
      { target: machine.id, calls: { ...calls, resume }, localPort: 0, world },
      { changed: ({ state }) => states.push(state) },
    );
    sound = false;
    line.cut();
    while (states.filter((state) => state === 'restarting').length < 3)
      await new Promise((resolve) => setTimeout(resolve, 20));
    sound = true;
    assert.match(await answerOf(tunnel.port, request), /<\/h1>/);
    await tunnel.close();
    const { Sessions } = await node.sandbox.ssm.send(new DescribeSessionsCommand({ State: 'Active' }));
    assert.deepEqual(Sessions, [], 'those that were not reached are over too');
  }));

test('connections that cannot be taken, such as for lack of file handles, end nothing', async () => {
  const listener = await listenOn(0, (socket) => {
    const { server } = socket as Socket & { server: Server };
    for (const code of ['EMFILE', 'ENFILE']) server.emit('error', Object.assign(new Error(`accept ${code}`), { code }));
    socket.end('still here');
  });
  assert.equal(await answerOf(listener.port, ''), 'still here');
  listener.close();
});

test('a node that never shakes hands is not waited for for ever, and its session is ended', async () => {
  const hand = handWorld();
  const told: string[] = [];
  const states: string[] = [];
  const calls = {
    start: async () => ({ sessionId: 's', streamUrl: 'ws://x', token: 't' }),
    resume: async () => ({ token: 'another' }),
    terminate: async (id: string) => {
      told.push(id);
    },
  };
  const events: TunnelEvents = { changed: ({ state }) => states.push(state) };
  const opening = openTunnel({ target: 'i-1', calls, localPort: 0, world: hand.world }, events);
  const refused = assert.rejects(opening, /not answered for two minutes/);
  while (hand.sockets.length === 0) await new Promise((resolve) => setImmediate(resolve));
  hand.sockets[0]?.events.opened();
  hand.sockets[0]?.events.closed('gone');
  await hand.pass(1_000);
  hand.sockets[1]?.events.opened();
  for (let second = 0; second < 130; second++) {
    await hand.pass(1_000);
    hand.sockets[1]?.events.alive();
  }
  await refused;
  assert.deepEqual(told, ['s']);
  // A line that is restored is no session yet.
  assert.deepEqual(states, ['cut', 'opening', 'closed']);
});
