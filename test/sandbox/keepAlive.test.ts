/** The node's end keeps its sockets alive, and gives up those that are dead. */

import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { keepAlive } from '../../server/src/sandbox/sessions/keepAlive.ts';

/** A socket that is kept alive every 20 ms and cut after 120 without an answer, and the client's end of it. */
async function withPair(autoPong: boolean, use: (client: WebSocket) => Promise<void>): Promise<void> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (web) => keepAlive(web, 20, 100));
  await new Promise((resolve) => server.once('listening', resolve));
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, { autoPong });
  client.on('error', () => undefined);
  try {
    await use(client);
  } finally {
    client.terminate();
    for (const web of server.clients) web.terminate();
    server.close();
  }
}

test('a client that answers is pinged again and again', () =>
  withPair(true, async (client) => {
    let pings = 0;
    await new Promise<void>((resolve) => {
      client.on('ping', (data: Buffer) => {
        assert.equal(data.toString(), 'keepalive');
        // More than the socket of a silent client would live for.
        if (++pings === 10) resolve();
      });
    });
    assert.equal(client.readyState, WebSocket.OPEN);
  }));

test('the socket of a client that is silent is cut', () =>
  withPair(false, async (client) => {
    const code = await new Promise((resolve) => client.once('close', resolve));
    assert.equal(code, 1006);
  }));
