/**
 * `openSession`: a small client of the data channel, for tests of the node's end. It can lose, double and mix up the frames
 * of both directions, and lose its socket. Importing this file does nothing.
 */

import { createHash, randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { DataChannel, tickMilliseconds } from '../channel/src/dataChannel.ts';
import { type Message, payloadTypes } from '../channel/src/message.ts';
import { readChannelClosed, readHandshakeRequest, writePayload } from '../channel/src/payloads.ts';
import { randomOf } from '../server/src/sandbox/account.ts';

export interface Opening {
  StreamUrl?: string | undefined;
  TokenValue?: string | undefined;
}

export interface Client {
  channel: DataChannel;
  /** What came as output, joined. */
  output(): string;
  messages: Message[];
  /** Set by a test that wants the bytes of the output. */
  onOutput(payload: Uint8Array): void;
  type(text: string): void;
  /** Resolves once the output matches. */
  until(pattern: RegExp): Promise<string>;
  /** Resolves with the reason once the channel is closed, or the socket is without a reason. */
  closed: Promise<string>;
  /** Resolves once the handshake is complete. */
  ready: Promise<unknown>;
  reconnect(opening: Opening): void;
  drop(): void;
  stop(): void;
}

/** Opens the channel of a session; `loss` is the share of frames that is lost, doubled and late. */
export function openSession(opening: Opening, loss = 0, version = '1.2.694.0'): Client {
  const random = randomOf(77);
  const clientId = randomUUID();
  const messages: Message[] = [];
  let text = '';
  let socket: WebSocket | undefined;
  let watching: () => void = () => undefined;
  let close: (reason: string) => void = () => undefined;
  let shaken: (properties: unknown) => void = () => undefined;
  let properties: unknown;
  const disturbed = (frame: Uint8Array, deliver: (frame: Uint8Array) => void): void => {
    if (random() < loss) return;
    if (random() < loss) setTimeout(() => deliver(frame), random() * 50);
    else deliver(frame);
    if (random() < loss) setTimeout(() => deliver(frame), random() * 50);
  };
  const channel = new DataChannel({
    sends: 'input_stream_data',
    sha256: (bytes) => createHash('sha256').update(bytes).digest(),
    uuid: randomUUID,
    now: Date.now,
    transmit: (frame) =>
      disturbed(frame, (each) => {
        if (socket?.readyState === WebSocket.OPEN) socket.send(each);
      }),
    receive(message) {
      messages.push(message);
      const { payloadType, payload } = message;
      if (payloadType === payloadTypes.output) {
        text += Buffer.from(payload).toString('utf8');
        client.onOutput(payload);
      } else if (payloadType === payloadTypes.handshakeRequest) {
        const [action] = readHandshakeRequest(payload)?.RequestedClientActions ?? [];
        properties = (action?.ActionParameters as { Properties?: unknown } | undefined)?.Properties;
        const done = { ActionType: 'SessionType', ActionStatus: 1, ActionResult: null, Error: '' };
        const answer = { ClientVersion: version, ProcessedClientActions: [done], Errors: null };
        channel.send(payloadTypes.handshakeResponse, writePayload(answer));
      } else if (payloadType === payloadTypes.handshakeComplete) shaken(properties);
      watching();
      return true;
    },
    control({ type, payload }) {
      if (type === 'channel_closed') close(readChannelClosed(payload).Output);
    },
  });
  const timer = setInterval(() => channel.tick(), tickMilliseconds);
  const client: Client = {
    channel,
    messages,
    output: () => text,
    onOutput: () => undefined,
    type: (typed) => channel.send(payloadTypes.output, Buffer.from(typed)),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no ${pattern} in ${JSON.stringify(text)}`)), 20_000);
        watching = () => {
          if (!pattern.test(text)) return;
          clearTimeout(late);
          resolve(text);
        };
        watching();
      }),
    closed: new Promise((resolve) => {
      close = resolve;
    }),
    ready: new Promise((resolve) => {
      shaken = resolve;
    }),
    reconnect({ StreamUrl = '', TokenValue = '' }) {
      socket?.terminate();
      const web = new WebSocket(StreamUrl, { perMessageDeflate: false });
      socket = web;
      web.on('error', () => undefined);
      web.on('open', () => {
        const open = { MessageSchemaVersion: '1.0', RequestId: randomUUID(), TokenValue, ClientId: clientId };
        web.send(JSON.stringify({ ...open, ClientVersion: version }));
      });
      web.on('message', (data: Buffer) => {
        // The end of a session is the service's word, and comes once: it is not for a bad line to lose.
        if (data.includes('channel_closed')) channel.accept(data);
        else disturbed(data, (frame) => channel.accept(frame));
      });
      web.on('close', () => {
        if (socket === web) close('socket closed');
      });
    },
    drop() {
      const lost = socket;
      socket = undefined;
      lost?.terminate();
    },
    stop() {
      clearInterval(timer);
      client.drop();
    },
  };
  client.reconnect(opening);
  return client;
}
