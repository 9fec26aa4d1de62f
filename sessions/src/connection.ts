/**
 * A session from the client's end: shakes hands, carries bytes both ways in order and whole, survives cuts of its line, and
 * tells in words how it ended. What the bytes mean (a terminal, ports) is the business of who opens it.
 *
 * Whatever is written is queued and leaves as fast as the node acknowledges; `write` tells when to stop reading the source.
 */

import { type ByteQueue, byteQueue } from '../../channel/src/byteQueue.ts';
import { DataChannel, tickMilliseconds } from '../../channel/src/dataChannel.ts';
import { largestPayload, type Message, payloadTypes } from '../../channel/src/message.ts';
import {
  flags,
  type HandshakeRequest,
  readChannelClosed,
  readFlag,
  readHandshakeComplete,
  readHandshakeRequest,
  type SessionType,
  type Size,
  writeFlag,
  writePayload,
} from '../../channel/src/payloads.ts';
import { above, atLeast } from '../../channel/src/versions.ts';
import type { Opening, SessionCalls } from './calls.ts';
import type { Cipher } from './cipher.ts';
import { answerChallenge, shakeHands } from './handshake.ts';
import { Line } from './line.ts';
import { nodeWorld, sha256 } from './nodeWorld.ts';
import type { World } from './world.ts';

/** Messages on their way; beyond it what is written waits in the queue. */
const window = 1_000;
/** Bytes that the network has not taken; beyond it too. */
const mostBuffered = 1024 * 1024;
/** How long an end waits for the service to confirm it. */
const farewell = 2_000;

export interface Session {
  sessionType: SessionType;
  /** Empty where there was no handshake. */
  agentVersion: string;
  /** Of a port session: its document's properties with the parameters filled in. */
  properties: Readonly<Record<string, unknown>>;
  /** What the node wants the user to read, such as that the session is encrypted. */
  notice: string;
}

/**
 * How a session ended. `ended`: it came to its end; `told`: the service or node ended it and says why; `user`: it was closed
 * here; `lost`: its line could not be restored; `failed`: it could not begin.
 */
export interface End {
  cause: 'ended' | 'told' | 'user' | 'lost' | 'failed';
  /** A sentence. */
  words: string;
}

export interface ConnectionEvents {
  /** The session has begun. */
  opened(session: Session): void;
  /** Takes bytes of the node, in order. False: not ready for them; `ready` asks again. */
  output(bytes: Uint8Array, source: 'output' | 'error'): boolean;
  flag?(flag: number): void;
  exitCode?(code: number): void;
  /** All that was written is on its way: the source may be read again. */
  drained?(): void;
  cut?(reason: string): void;
  restored?(): void;
  ended(end: End): void;
}

export interface ConnectionOptions {
  /** The node, as `StartSession` was asked for it. */
  target: string;
  calls: SessionCalls;
  world?: World;
}

/** Starts a session and opens its channel. Rejects when the service starts none. */
export async function connect(options: ConnectionOptions, events: ConnectionEvents): Promise<Connection> {
  return new Connection(await options.calls.start(), options, events);
}

export class Connection {
  readonly sessionId: string;
  private readonly target: string;
  private readonly calls: SessionCalls;
  private readonly world: World;
  private readonly events: ConnectionEvents;
  private readonly channel: DataChannel;
  private readonly line: Line;
  /** Bytes of the stream that wait, and flags between them. */
  private readonly queue: (ByteQueue | { flag: number })[] = [];
  private readonly waiting: (() => void)[] = [];
  private asked: HandshakeRequest | undefined;
  private session: Session | undefined;
  private cipher: Cipher | undefined;
  private size: Size | undefined;
  private full = false;
  private over = false;
  private callOff: () => void = () => undefined;
  /** Bytes of the stream that were carried, before encryption. */
  readonly carried = { up: 0, down: 0 };

  constructor(opening: Opening, { target, calls, world = nodeWorld }: ConnectionOptions, events: ConnectionEvents) {
    this.sessionId = opening.sessionId;
    [this.target, this.calls, this.world, this.events] = [target, calls, world, events];
    this.channel = new DataChannel({
      sends: 'input_stream_data',
      sha256,
      uuid: world.uuid,
      now: world.now,
      transmit: (frame) => this.line.send(frame),
      receive: (message) => this.receive(message),
      control: (message) => this.control(message),
      lost: () => this.finish({ cause: 'lost', words: 'The node has not answered for minutes.' }),
    });
    this.line = new Line(opening, calls, world, {
      frame: (bytes) => {
        this.channel.accept(bytes);
        this.pump();
      },
      opened: (again) => {
        if (!again) return;
        this.channel.reconnected();
        events.restored?.();
      },
      cut: (reason) => events.cut?.(reason),
      failed: (cause, reason) => this.lineFailed(cause, reason),
    });
    this.tick();
  }

  /** Bytes to the node. False: the queue is filling, and `drained` tells when it is empty. */
  write(bytes: Uint8Array): boolean {
    const last = this.queue.at(-1);
    const stream = last === undefined || 'flag' in last ? byteQueue() : last;
    if (stream !== last && bytes.length > 0) this.queue.push(stream);
    stream.push(bytes);
    this.pump();
    this.full ||= this.queue.length > 0;
    return !this.full;
  }

  /** A flag, behind what was written before. */
  flag(flag: number): void {
    this.queue.push({ flag });
    this.pump();
  }

  /** The size of the terminal; it does not wait behind what is written. */
  resize(size: Size): void {
    this.size = size;
    if (this.session !== undefined && !this.over) this.channel.sendWhole(payloadTypes.size, writePayload(size));
  }

  /** Forgets what waits in the queue, as a terminal does when a user interrupts. */
  discard(): void {
    this.queue.length = 0;
  }

  /** Asks again for output that was not taken. */
  ready(): void {
    this.channel.ready();
  }

  /** Stops or goes on reading the node; it waits meanwhile. */
  read(reading: boolean): void {
    this.line.read(reading);
  }

  /** Resolves once all that was written is acknowledged, or the session is over. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.pump();
    });
  }

  /** Ends the session, for the node and the service too. Never rejects. */
  async close(): Promise<void> {
    if (this.over) return;
    const version = this.session?.agentVersion ?? '';
    if (this.session?.sessionType === 'Port' && above(version, '2.3.722.0'))
      this.channel.sendWhole(payloadTypes.flag, writeFlag(flags.terminateSession));
    this.finish({ cause: 'user', words: 'You have ended the session.' });
    await this.terminated();
  }

  /** Tells the service that the session is over: it would else stay open there until it is idle for long. */
  private async terminated(): Promise<void> {
    const late = new Promise<void>((resolve) => this.world.after(farewell, resolve));
    // The session is gone for the user either way; the service finds out when it is idle.
    await Promise.race([this.calls.terminate(this.sessionId).catch(() => undefined), late]);
  }

  private tick(): void {
    if (this.over) return;
    if (this.line.carries) this.channel.tick();
    this.line.tick(this.channel.unacknowledged > 0 && !this.channel.paused);
    this.pump();
    this.callOff = this.world.after(tickMilliseconds, () => this.tick());
  }

  private pump(): void {
    while (this.session !== undefined && this.channel.unacknowledged < window && this.line.buffered < mostBuffered) {
      const first = this.queue[0];
      if (first === undefined) break;
      const bytes = 'flag' in first ? undefined : first.take(largestPayload);
      // Before anything is sent: an answer may come at once, and pumps too.
      if ('flag' in first || first.length === 0) this.queue.shift();
      if ('flag' in first) this.channel.sendWhole(payloadTypes.flag, writeFlag(first.flag));
      else if (bytes) this.sendStream(bytes);
    }
    if (this.queue.length > 0) return;
    if (this.full) {
      this.full = false;
      this.events.drained?.();
    }
    if (this.channel.unacknowledged === 0) for (const resolve of this.waiting.splice(0)) resolve();
  }

  private sendStream(payload: Uint8Array): void {
    this.carried.up += payload.length;
    this.channel.sendWhole(payloadTypes.output, this.cipher?.encrypt(payload) ?? payload);
  }

  private receive({ payloadType, payload }: Message): boolean {
    switch (this.over ? -1 : payloadType) {
      case payloadTypes.handshakeRequest:
        void this.shake(payload);
        return true;
      case payloadTypes.challengeRequest:
        this.challenged(payload);
        return true;
      case payloadTypes.handshakeComplete:
        this.begin(readHandshakeComplete(payload).CustomerMessage);
        return true;
      case payloadTypes.output:
      case payloadTypes.error:
      case payloadTypes.standardError:
      case payloadTypes.exitCode:
        return this.output(payloadType, payload);
      case payloadTypes.flag:
        this.events.flag?.(readFlag(payload) ?? 0);
        return true;
      default:
        return true;
    }
  }

  private output(payloadType: number, payload: Uint8Array): boolean {
    // Without a handshake the first output tells that it is a shell.
    if (this.session === undefined && this.asked === undefined) this.begin('');
    if (this.session === undefined) return false;
    const encrypted = this.cipher !== undefined && payloadType !== payloadTypes.error;
    const bytes = encrypted ? this.cipher?.decrypt(payload) : payload;
    if (bytes === undefined) {
      this.fail('The node has sent what was not encrypted with the key of this session.');
      return true;
    }
    if (payloadType === payloadTypes.exitCode) {
      const code = /-?\d+/.exec(Buffer.from(bytes).toString('latin1'))?.[0];
      if (code !== undefined) this.events.exitCode?.(Number(code));
      return true;
    }
    const taken = this.events.output(bytes, payloadType === payloadTypes.output ? 'output' : 'error');
    if (taken) this.carried.down += bytes.length;
    return taken;
  }

  private async shake(payload: Uint8Array): Promise<void> {
    const request = readHandshakeRequest(payload);
    if (request === undefined) return this.fail('The node asks for a handshake that cannot be read.');
    this.asked = request;
    const party = { sessionId: this.sessionId, target: this.target };
    const { response, cipher, sessionType, properties, fault } = await shakeHands(request, party, this.calls);
    if (this.over) return;
    this.channel.sendWhole(payloadTypes.handshakeResponse, writePayload(response));
    if (fault !== undefined) {
      // The node is to hear of it before the line closes.
      await Promise.race([this.settled(), new Promise<void>((resolve) => this.world.after(farewell, resolve))]);
      return this.fail(`${fault}.`);
    }
    this.cipher = cipher;
    // A port is ready for all that follows once it has taken anything; a shell may hold back what it gets at any time.
    this.channel.acknowledgesOnce = sessionType === 'Port' && !atLeast(request.AgentVersion, '3.3.0.0');
    this.shaken = { sessionType: sessionType ?? 'Standard_Stream', properties };
  }

  private shaken: Pick<Session, 'sessionType' | 'properties'> | undefined;

  private challenged(payload: Uint8Array): void {
    const answer = this.cipher === undefined ? undefined : answerChallenge(payload, this.cipher);
    if (answer === undefined) this.fail('The node could not prove that it has the key of this session.');
    else this.channel.sendWhole(payloadTypes.challengeResponse, answer);
  }

  private begin(notice: string): void {
    if (this.session !== undefined) return;
    const { sessionType = 'Standard_Stream', properties = {} } = this.shaken ?? {};
    this.session = { sessionType, properties, agentVersion: this.asked?.AgentVersion ?? '', notice };
    if (this.size !== undefined) this.resize(this.size);
    this.events.opened(this.session);
    this.pump();
  }

  private control({ type, payload }: Message): void {
    if (type !== 'channel_closed') return;
    const words = readChannelClosed(payload).Output;
    this.finish(words === '' ? { cause: 'ended', words: 'The session has ended.' } : { cause: 'told', words });
  }

  private lineFailed(cause: 'over' | 'lost', reason: string): void {
    if (cause === 'over') {
      const words = 'The session has ended while it was cut off: it was terminated, or idle for too long.';
      this.finish({ cause: 'told', words });
    } else if (this.session === undefined)
      this.finish({ cause: 'failed', words: `The session could not be reached: ${reason}.` });
    else this.finish({ cause: 'lost', words: `The connection was lost and could not be restored: ${reason}.` });
    if (cause !== 'over') void this.terminated();
  }

  private fail(words: string): void {
    if (this.over) return;
    this.finish({ cause: 'failed', words });
    void this.terminated();
  }

  private finish(end: End): void {
    if (this.over) return;
    this.over = true;
    this.callOff();
    this.line.close();
    for (const resolve of this.waiting.splice(0)) resolve();
    this.events.ended(end);
  }
}
