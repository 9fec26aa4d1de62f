/**
 * A session from the client's end: shakes hands, carries bytes both ways in order and whole, survives cuts of its line, and
 * tells in words how it ended. What the bytes mean (a terminal, ports) is the business of who opens it.
 *
 * Whatever is written is queued and leaves as fast as the node acknowledges; `write` tells when to stop reading the source.
 */

import { DataChannel, tickMilliseconds } from '../../channel/src/dataChannel.ts';
import { type Message, payloadTypes } from '../../channel/src/message.ts';
import {
  flags,
  type HandshakeRequest,
  readChannelClosed,
  readFlag,
  readHandshakeComplete,
  readHandshakeRequest,
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
import type { ConnectionEvents, End, Session } from './session.ts';
import { Upstream } from './upstream.ts';
import type { World } from './world.ts';

/** Bytes that the network has not taken; beyond it what is written waits. */
const mostBuffered = 1024 * 1024;
/** How long an end waits for the node or the service to take note of it. */
const farewell = 2_000;

export type { ConnectionEvents, End, Session } from './session.ts';

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
  private readonly upstream: Upstream;
  private asked: HandshakeRequest | undefined;
  private shaken: Pick<Session, 'sessionType' | 'properties'> | undefined;
  private session: Session | undefined;
  private cipher: Cipher | undefined;
  private over = false;
  private down = 0;
  private callOff: () => void = () => undefined;
  /** Settles once the service knows that the session is over, or does not answer. */
  private released: Promise<void> | undefined;

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
        this.upstream.pump();
      },
      opened: (again) => {
        if (!again) return;
        this.channel.reconnected();
        events.restored?.();
      },
      cut: (reason) => events.cut?.(reason),
      failed: (cause, reason) => this.lineFailed(cause, reason),
    });
    this.upstream = new Upstream({
      channel: this.channel,
      flows: () => this.line.buffered < mostBuffered,
      encrypt: (bytes) => this.cipher?.encrypt(bytes) ?? bytes,
      drained: () => events.drained?.(),
    });
    this.tick();
  }

  /** Bytes of the stream that were carried, before encryption. */
  get carried(): { up: number; down: number } {
    return { up: this.upstream.carried, down: this.down };
  }

  /** Bytes to the node. False: the queue is filling, and `drained` tells when it is empty. */
  write(bytes: Uint8Array): boolean {
    return this.upstream.write(bytes);
  }

  /** A flag, behind what was written before. */
  flag(flag: number): void {
    this.upstream.flag(flag);
  }

  /** The size of the terminal; it does not wait behind what is written. */
  resize(size: Size): void {
    this.upstream.resize(size);
  }

  /** Forgets what waits in the queue, as a terminal does when a user interrupts. */
  discard(): void {
    this.upstream.discard();
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
    return this.upstream.settled();
  }

  /**
   * Ends the session, for the node and the service too. Resolves once the service knows of the end, whoever has brought it
   * about, or has not answered for a while. Never rejects.
   */
  async close(): Promise<void> {
    const { sessionType, agentVersion = '' } = this.session ?? {};
    if (!this.over && sessionType === 'Port' && above(agentVersion, '2.3.722.0'))
      this.channel.sendWhole(payloadTypes.flag, writeFlag(flags.terminateSession));
    this.finish({ cause: 'user', words: 'You have ended the session.' });
    await this.released;
  }

  /** Waits for something, but not for long. Never rejects. */
  private async briefly(what: Promise<unknown>): Promise<void> {
    let callOff = (): void => undefined;
    const late = new Promise<void>((resolve) => {
      callOff = this.world.after(farewell, resolve);
    });
    await Promise.race([what.catch(() => undefined), late]);
    callOff();
  }

  private tick(): void {
    if (this.over) return;
    if (this.line.carries) this.channel.tick();
    this.line.tick(this.channel.unacknowledged > 0 && !this.channel.paused);
    this.upstream.pump();
    if (!this.over) this.callOff = this.world.after(tickMilliseconds, () => this.tick());
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
    if (taken) this.down += bytes.length;
    return taken;
  }

  private async shake(payload: Uint8Array): Promise<void> {
    const request = readHandshakeRequest(payload);
    if (request === undefined) return this.fail('The node asks for a handshake that cannot be read.');
    this.asked = request;
    const party = { sessionId: this.sessionId, target: this.target };
    const { response, cipher, sessionType, properties, fault } = await shakeHands(request, party, this.calls);
    if (this.over) return;
    if (fault === undefined) {
      // Before the answer: what the node makes of it may come at once.
      this.cipher = cipher;
      // A port is ready for all that follows once it has taken anything; a shell may hold back what it gets at any time.
      this.channel.acknowledgesOnce = sessionType === 'Port' && !atLeast(request.AgentVersion, '3.3.0.0');
      this.shaken = { sessionType: sessionType ?? 'Standard_Stream', properties };
    }
    this.channel.sendWhole(payloadTypes.handshakeResponse, writePayload(response));
    if (fault === undefined) return;
    // The node is to hear of it before the line closes.
    await this.briefly(this.settled());
    this.fail(`${fault}.`);
  }

  private challenged(payload: Uint8Array): void {
    const answer = this.cipher === undefined ? undefined : answerChallenge(payload, this.cipher);
    if (answer === undefined) this.fail('The node could not prove that it has the key of this session.');
    else this.channel.sendWhole(payloadTypes.challengeResponse, answer);
  }

  private begin(notice: string): void {
    if (this.session !== undefined) return;
    if (this.asked !== undefined && this.shaken === undefined) {
      this.fail('The node has begun the session before its handshake was answered.');
      return;
    }
    const { sessionType = 'Standard_Stream', properties = {} } = this.shaken ?? {};
    this.session = { sessionType, properties, agentVersion: this.asked?.AgentVersion ?? '', notice };
    this.events.opened(this.session);
    this.upstream.open();
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
  }

  private fail(words: string): void {
    this.finish({ cause: 'failed', words });
  }

  private finish(end: End): void {
    if (this.over) return;
    this.over = true;
    this.callOff();
    this.upstream.end();
    this.line.close();
    // Whatever has not ended by the service would stay open there until it is idle for long. The session is gone for the user
    // either way: a service that does not answer finds out by itself.
    if (end.cause !== 'ended' && end.cause !== 'told')
      this.released = this.briefly(this.calls.terminate(this.sessionId));
    this.events.ended(end);
  }
}
