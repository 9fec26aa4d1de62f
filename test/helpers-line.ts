/**
 * Worlds for sessions: one whose line to the sandbox is as bad as wanted, and one whose clock is moved by hand and whose
 * other end is written by the test. Importing this file does nothing.
 */

import { createHash, randomUUID } from 'node:crypto';
import { DataChannel } from '../channel/src/dataChannel.ts';
import { decodeMessage, encodeMessage, largestPayload, type Message, payloadTypes } from '../channel/src/message.ts';
import { readAcknowledge, writePayload } from '../channel/src/payloads.ts';
import { randomOf } from '../server/src/sandbox/account.ts';
import { nodeWorld, openWebSocket } from '../sessions/src/nodeWorld.ts';
import type { SocketEvents, World } from '../sessions/src/world.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

export interface BadLine {
  world: World;
  /** Cuts every socket of the moment, without a goodbye. */
  cut(): void;
  /** What the client has sent that the protocol does not allow. */
  violations: string[];
  /** How many frames were lost. */
  lost(): number;
}

/** The world of Node with a line on which this share of the frames is lost, as many come twice, and as many late. */
export function badLine(share = 0): BadLine {
  const random = randomOf(11);
  const cuts = new Set<() => void>();
  const violations: string[] = [];
  /** One for each session. */
  const judges = new Map<string, (frame: Uint8Array) => void>();
  let lost = 0;
  const disturbed = (frame: Uint8Array, deliver: (frame: Uint8Array) => void): void => {
    if (share === 0) {
      deliver(frame);
      return;
    }
    if (random() < share) {
      lost++;
      return;
    }
    const late = random() < share;
    const kept = late || random() < share ? Uint8Array.from(frame) : frame;
    if (late) setTimeout(() => deliver(kept), random() * 20);
    else deliver(frame);
    if (kept !== frame) setTimeout(() => deliver(kept), random() * 20);
  };
  const open = (url: string, events: SocketEvents) => {
    let gone = false;
    const session = new URL(url).pathname;
    const judge = judges.get(session) ?? judgeOf(violations);
    judges.set(session, judge);
    const socket = openWebSocket(url, {
      ...events,
      frame(bytes) {
        // The end of a session is the service's word, and comes once: it is not for a bad line to lose.
        if (Buffer.from(bytes).includes('channel_closed')) events.frame(bytes);
        else disturbed(bytes, (frame) => gone || events.frame(frame));
      },
    });
    const cut = (): void => {
      gone = true;
      cuts.delete(cut);
      socket.close();
      events.closed('cut by the test');
    };
    cuts.add(cut);
    return {
      send(data: Uint8Array | string) {
        if (typeof data === 'string') return socket.send(data);
        judge(data);
        disturbed(data, (frame) => socket.send(frame));
      },
      ping: socket.ping,
      pause: socket.pause,
      resume: socket.resume,
      close() {
        cuts.delete(cut);
        socket.close();
      },
      get buffered() {
        return socket.buffered;
      },
    };
  };
  return {
    world: { ...nodeWorld, open },
    cut: () => {
      for (const cut of [...cuts]) cut();
    },
    violations,
    lost: () => lost,
  };
}

/** Holds each frame of a client against the tables of the protocol. */
function judgeOf(violations: string[]): (frame: Uint8Array) => void {
  const frames = new Map<number, string>();
  const known = new Set<number>([
    payloadTypes.output,
    payloadTypes.size,
    payloadTypes.handshakeResponse,
    payloadTypes.challengeResponse,
    payloadTypes.flag,
  ]);
  return (frame) => {
    const message = decodeMessage(frame, sha256);
    const tell = (what: string): void => {
      violations.push(what);
    };
    if ('fault' in message) return tell(message.fault);
    const { type, flags, sequence, payloadType, payload } = message;
    if (type === 'acknowledge') {
      const acknowledge = readAcknowledge(payload);
      if (flags !== 3 || sequence !== 0 || payloadType !== 0) tell('the header of an acknowledge');
      if (acknowledge?.AcknowledgedMessageType !== 'output_stream_data') tell('the type that is acknowledged');
      if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(acknowledge?.AcknowledgedMessageId ?? ''))
        tell('the id that is acknowledged');
      return;
    }
    if (type !== 'input_stream_data' || flags !== 0 || !known.has(payloadType)) tell(`a ${type} of ${payloadType}`);
    if (payloadType === payloadTypes.output && payload.length > largestPayload + 28) tell('a payload that is too long');
    const before = frames.get(sequence);
    if (before === undefined && sequence !== frames.size) tell(`sequence ${sequence} after ${frames.size - 1}`);
    // The header has the digest of the payload, the id and the date.
    const header = Buffer.from(frame.subarray(0, 120)).toString('latin1');
    if (before !== undefined && before !== header) tell(`a repeat of ${sequence} that differs`);
    frames.set(sequence, header);
  };
}

export interface HandWorld {
  world: World;
  /** Lets time pass; what is due runs in order, and so do promises that it settles. */
  pass(milliseconds: number): Promise<void>;
  /** Sets the clock by so much, also back, while no time passes: as a machine does that was asleep, or had a wrong clock. */
  leap(milliseconds: number): void;
  /** The sockets that were opened, in order. */
  sockets: FarEnd[];
}

/** The far end of a socket of a world by hand. */
export interface FarEnd {
  url: string;
  /** When it was opened, in milliseconds from the start. */
  at: number;
  events: SocketEvents;
  /** What the request that opened it was signed with. */
  headers: Readonly<Record<string, string>> | undefined;
  /** Whether the client reads it, and how much the network has not taken from the client. */
  paused: boolean;
  buffered: number;
  /** Texts and frames that came. */
  received: (Uint8Array | string)[];
  onFrame(frame: Uint8Array): void;
  pings: number;
  closed: boolean;
}

/** A world whose clock stands still, and whose sockets open only when the test lets them. */
export function handWorld(): HandWorld {
  const begun = 1_700_000_000_000;
  let now = begun;
  let leapt = 0;
  let timers: { at: number; run: () => void }[] = [];
  const sockets: FarEnd[] = [];
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    sockets,
    leap(milliseconds) {
      leapt += milliseconds;
    },
    async pass(milliseconds) {
      const stop = now + milliseconds;
      await settle();
      for (;;) {
        const due = timers.reduce<(typeof timers)[number] | undefined>(
          (first, each) => (each.at <= stop && (first === undefined || each.at < first.at) ? each : first),
          undefined,
        );
        if (due === undefined) break;
        timers = timers.filter((each) => each !== due);
        now = Math.max(now, due.at);
        due.run();
        await settle();
      }
      now = stop;
    },
    world: {
      now: () => now + leapt,
      after(milliseconds, run) {
        const timer = { at: now + milliseconds, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((each) => each !== timer);
        };
      },
      random: () => 0.5,
      uuid: randomUUID,
      open(url, events, headers) {
        const end: FarEnd = {
          url,
          at: now - begun,
          events,
          headers,
          paused: false,
          buffered: 0,
          received: [],
          onFrame: () => undefined,
          pings: 0,
          closed: false,
        };
        sockets.push(end);
        return {
          send(data) {
            end.received.push(data);
            if (typeof data !== 'string') end.onFrame(data);
          },
          ping: () => end.pings++,
          pause: () => {
            end.paused = true;
          },
          resume: () => {
            end.paused = false;
          },
          close: () => {
            end.closed = true;
          },
          get buffered() {
            return end.buffered;
          },
        };
      },
    },
  };
}

/** The node's end of a channel, over whichever socket of a world by hand is the last. */
export function nodeOver({ world, sockets }: HandWorld): {
  channel: DataChannel;
  /** What came from the client, each once and in order. */
  received: Message[];
  /** Takes the frames of the last socket from here on, and lets it open. */
  accept(): void;
  /** The service's word that the session is over. */
  over(reason: string): void;
} {
  const received: Message[] = [];
  const transmit = (frame: Uint8Array): void => sockets.at(-1)?.events.frame(frame);
  const channel = new DataChannel({
    sends: 'output_stream_data',
    sha256,
    uuid: randomUUID,
    now: world.now,
    transmit,
    receive: (message) => received.push(message) > 0,
  });
  return {
    channel,
    received,
    accept() {
      const end = sockets.at(-1);
      if (end === undefined) throw new Error('no socket was opened');
      end.onFrame = (frame) => channel.accept(frame);
      end.events.opened();
    },
    over(Output) {
      const id = randomUUID();
      const told = { MessageId: id, DestinationId: '', SessionId: 's', SchemaVersion: 1, CreatedDate: '', Output };
      const payload = writePayload({ MessageType: 'channel_closed', ...told });
      const message = { type: 'channel_closed', sequence: 0, flags: 3, created: 1, id, payloadType: 0, payload };
      transmit(encodeMessage(message, sha256));
    },
  };
}
