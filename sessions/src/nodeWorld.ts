/** The world as Node has it: its clock and chance, and WebSockets of `ws`. */

import crypto, { randomUUID } from 'node:crypto';
import type { Agent } from 'node:http';
import { type RawData, WebSocket } from 'ws';
import { sha256By } from '../../channel/src/digest.ts';
import { gatherer } from '../../channel/src/gatherer.ts';
import type { Socket, SocketEvents, World } from './world.ts';

/** What the real client and agent put into their pings. */
const keepAlive = Buffer.from('keepalive');
const openWithin = 15_000;
/** Messages have about a kilobyte, save for what a handshake tells of a document. */
const largestFrame = 1024 * 1024;

/** How sockets leave this machine. */
export interface WayOut {
  /** Leads to an address through a proxy; undefined for one that is reached without. */
  agentFor?(url: string): Agent | undefined;
  /** False where certificates are not checked; asked for each socket. */
  checksCertificates?(): boolean;
  /** Sent with the request that opens the socket. */
  headers?: Readonly<Record<string, string>>;
}

export const nodeWorld: World = {
  now: Date.now,
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  random: Math.random,
  uuid: randomUUID,
  open: (url, events, headers) => openWebSocket(url, events, headers && { headers }),
};

/** The world of Node with another way out of the machine. */
export function worldThrough(way: WayOut): World {
  return {
    ...nodeWorld,
    open: (url, events, headers) => openWebSocket(url, events, { ...way, ...(headers && { headers }) }),
  };
}

/** Opens a WebSocket as the real client does: without compression and sub-protocol. */
export function openWebSocket(url: string, events: SocketEvents, way: WayOut = {}): Socket {
  let web: WebSocket;
  try {
    if (!isSafe(url)) throw new Error('not encrypted');
    const agent = way.agentFor?.(url);
    const rejectUnauthorized = way.checksCertificates?.() ?? true;
    const options = { perMessageDeflate: false, handshakeTimeout: openWithin, maxPayload: largestFrame };
    const { headers = {} } = way;
    web = new WebSocket(url, { ...options, rejectUnauthorized, headers, ...(agent && { agent }) });
  } catch {
    // The text of the error has the whole address in it.
    queueMicrotask(() => events.closed('the service gave an address that cannot be opened, or none that is encrypted'));
    return nowhere;
  }
  let [reason, refused] = ['the connection was closed', false];
  let gather: () => void = () => undefined;
  web.on('upgrade', ({ socket }) => {
    gather = gatherer(socket, process.nextTick);
  });
  web.on('open', events.opened);
  // A text is taken for the same bytes, as the real client does.
  web.on('message', (data: RawData) => events.frame(data as Buffer));
  web.on('ping', events.alive);
  web.on('pong', events.alive);
  web.on('error', (error) => {
    reason = error.message;
    refused = /^Unexpected server response: 40[13]$/.test(reason);
  });
  web.once('close', () => events.closed(reason, refused));
  const ready = (): boolean => web.readyState === WebSocket.OPEN;
  return {
    send(data) {
      if (!ready()) return;
      gather();
      web.send(data);
    },
    ping() {
      if (ready()) web.ping(keepAlive);
    },
    pause: () => web.pause(),
    resume: () => web.resume(),
    close() {
      web.removeAllListeners('message').removeAllListeners('close').removeAllListeners('open');
      if (!ready()) return web.terminate();
      web.resume();
      web.close();
      // One that does not answer the goodbye is cut off.
      setTimeout(() => web.terminate(), 1000).unref();
    },
    get buffered() {
      return web.bufferedAmount;
    },
  };
}

/** The token goes over the line: only one that does not leave this machine may be without encryption. */
function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'wss:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

const nowhere: Socket = {
  send: () => undefined,
  ping: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
  close: () => undefined,
  buffered: 0,
};

export const sha256 = sha256By(crypto);
