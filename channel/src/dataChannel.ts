/**
 * One end of a data channel, whatever carries its frames: numbers what it sends, keeps it until it is acknowledged and
 * repeats it after the time that answers take; hands on what it receives once and in order.
 *
 * Frames may be lost, come twice or in another order, and the socket may be another one tomorrow. Clock, digest and ids
 * come from outside, and `tick` is called every 100 ms.
 */

import { type Digest, decodeMessage, encodeMessage, largestPayload, type Message } from './message.ts';
import { readAcknowledge, writePayload } from './payloads.ts';

export type StreamType = 'input_stream_data' | 'output_stream_data';

export interface ChannelOptions {
  /** What this end sends; the other end sends the other one. */
  sends: StreamType;
  sha256: Digest;
  uuid(): string;
  /** Milliseconds since 1970. It may be put back, and leap forward, as clocks of machines do. */
  now(): number;
  /** Puts a frame on the socket of the moment; one that there is no socket for is repeated later. */
  transmit(frame: Uint8Array): void;
  /** Takes a message, each once and in order. False: not ready for it yet, so that the other end repeats it. */
  receive(message: Message): boolean;
  /** Takes what is no stream data and no acknowledge, such as `channel_closed`. */
  control?(message: Message): void;
  /** A frame was dropped, for this reason. */
  dropped?(reason: string): void;
  /** One message was repeated so often that nobody is there. */
  lost?(): void;
}

/** How often to call `tick`, in milliseconds. */
export const tickMilliseconds = 100;

const mostEarly = 10_000;
const mostRepeats = 3000;
const longestRto = 1000;

/** So many later transmissions are answered before a message counts as passed over, for frames may swap places. */
const passedBy = 3;
/** So often a message is sent again over another socket before it is taken for one that the agent had before the cut. */
const mostAgain = 30;
/** Milliseconds: a message that was passed over is not repeated sooner than this, nor more often. */
const shortestPatience = 10;

interface Outgoing {
  sequence: number;
  frame: Uint8Array;
  /** When it was sent first, and last. */
  begun: number;
  sent: number;
  /** The numbers of its first and its last transmission among all of this end. */
  first: number;
  order: number;
  /** How often it was transmitted; 0 while it waits for the other end to be there. */
  times: number;
  /** How often the timer has repeated it. */
  repeats: number;
  /** The number of its transmission over another socket than its first; 0 for none. */
  again: number;
}

export class DataChannel {
  private readonly options: ChannelOptions;
  private readonly receives: StreamType;
  private readonly outgoing = new Map<number, Outgoing>();
  private readonly early = new Map<number, Message>();
  /** The message that is due and that its receiver was not ready for. */
  private held: Message | undefined;
  private handing = false;
  private next = 0;
  private expected = 0;
  private transmissions = 0;
  /** The number of the latest transmission that is known to be acknowledged. */
  private answered = 0;
  private gone = false;
  private smoothed = 100;
  private variation = 0;
  /** After how long without an acknowledge a message is repeated. */
  rto = 200;
  /** True for an agent of old, which does not acknowledge a second time what it has had. */
  acknowledgesOnce = false;

  constructor(options: ChannelOptions) {
    this.options = options;
    this.receives = options.sends === 'input_stream_data' ? 'output_stream_data' : 'input_stream_data';
  }

  /** How many messages wait for an acknowledge: whoever feeds this end stops reading when they are many. */
  get unacknowledged(): number {
    return this.outgoing.size;
  }

  /** True while a message, by its number, waits for its acknowledge. */
  isAwaiting(sequence: number): boolean {
    return this.outgoing.has(sequence);
  }

  /** True while the service has told that the other end is gone: what is sent waits. */
  get paused(): boolean {
    return this.gone;
  }

  /** Sends bytes of a stream; those beyond what one message carries go into further ones. */
  send(payloadType: number, payload: Uint8Array): void {
    for (let from = 0; from < payload.length || from === 0; from += largestPayload)
      this.sendWhole(payloadType, payload.subarray(from, from + largestPayload));
  }

  /**
   * Sends a payload as one message, whatever its length: of what is no stream, and of what is encrypted already. Returns its
   * number.
   */
  sendWhole(payloadType: number, payload: Uint8Array): number {
    const sequence = this.next++;
    const { sends: type, now } = this.options;
    // The agent marks its first message, the client none.
    const flags = type === 'output_stream_data' && sequence === 0 ? 1 : 0;
    const frame = this.frameOf({ type, sequence, flags, payloadType, payload });
    const begun = now();
    const message = { sequence, frame, begun, sent: begun, first: 0, order: 0, times: 0, repeats: 0, again: 0 };
    this.outgoing.set(sequence, message);
    if (!this.gone) this.put(message);
    return sequence;
  }

  /** Puts a message on the socket, for the first time or again. */
  private put(message: Outgoing): void {
    message.sent = this.options.now();
    message.order = ++this.transmissions;
    if (message.times++ === 0) message.first = message.order;
    this.options.transmit(message.frame);
  }

  /** The other end is there: what has waited for it leaves. */
  private goOn(): void {
    if (!this.gone) return;
    this.gone = false;
    for (const each of this.outgoing.values()) {
      if (each.times > 0) continue;
      each.begun = this.options.now();
      this.put(each);
    }
  }

  private frameOf({ type, sequence, flags, payloadType, payload }: Omit<Message, 'id' | 'created'>): Uint8Array {
    const { uuid, now, sha256 } = this.options;
    return encodeMessage({ type, sequence, flags, created: now(), id: uuid(), payloadType, payload }, sha256);
  }

  /** Takes a frame from the socket. */
  accept(frame: Uint8Array): void {
    const message = decodeMessage(frame, this.options.sha256);
    if ('fault' in message) this.options.dropped?.(message.fault);
    else if (message.type === this.receives) this.stream(message);
    else if (message.type === 'acknowledge') this.acknowledged(message);
    else if (message.type === 'pause_publication') this.gone = true;
    else if (message.type === 'start_publication') this.goOn();
    else this.options.control?.(message);
  }

  private stream(message: Message): void {
    this.goOn();
    const { sequence } = message;
    if (sequence < this.expected) {
      // Its acknowledge was lost; without another one the sender would repeat it for ever.
      this.acknowledge(message);
    } else if (sequence > this.expected) {
      if (this.early.size >= mostEarly && !this.early.has(sequence)) return;
      // A copy: the frame is a part of a larger piece of memory, which would be kept with it.
      this.early.set(sequence, { ...message, payload: message.payload.slice() });
      this.acknowledge(message);
    } else if (this.early.has(sequence)) {
      // Acknowledged when it came early; its receiver is not ready yet.
      this.acknowledge(message);
    } else {
      this.held = message;
      this.ready();
    }
  }

  /** Hands on what has waited for its receiver to be ready, and what came early behind it. */
  ready(): void {
    if (this.handing) return;
    this.handing = true;
    try {
      this.handOn();
    } finally {
      this.handing = false;
    }
  }

  private handOn(): void {
    if (this.held !== undefined) {
      if (!this.options.receive(this.held)) return;
      this.acknowledge(this.held);
      this.held = undefined;
      this.expected++;
    }
    for (let due = this.early.get(this.expected); due !== undefined; due = this.early.get(this.expected)) {
      if (!this.options.receive(due)) return;
      this.early.delete(this.expected);
      this.expected++;
    }
  }

  private acknowledge({ type, id, sequence }: Message): void {
    const payload = writePayload({
      AcknowledgedMessageType: type,
      AcknowledgedMessageId: id,
      AcknowledgedMessageSequenceNumber: sequence,
      IsSequentialMessage: true,
    });
    this.options.transmit(this.frameOf({ type: 'acknowledge', sequence: 0, flags: 3, payloadType: 0, payload }));
  }

  private acknowledged({ payload }: Message): void {
    this.goOn();
    const sequence = readAcknowledge(payload)?.AcknowledgedMessageSequenceNumber ?? -1;
    const found = this.outgoing.get(sequence);
    if (found === undefined) return;
    this.outgoing.delete(sequence);
    // What comes sooner after a repeat than a round trip takes answers the transmission before it: taken for the repeat's, it
    // would have all that was sent meanwhile pass for lost.
    const early = this.since(found.sent) < 0.8 * this.smoothed;
    this.measure(found);
    this.answered = Math.max(this.answered, early ? found.first : found.order);
    this.repeatPassedOver();
  }

  /**
   * Learns from the round trip of a message. Of one that was repeated nobody knows which transmission is acknowledged: it
   * counts from the first, because a guess that is too short makes repeats, which make everything take longer.
   */
  private measure({ begun, times }: Outgoing): void {
    if (times > 2) return;
    const sample = Math.min(longestRto, Math.max(30, 3 * this.smoothed), this.since(begun));
    this.variation = (3 * this.variation + Math.abs(this.smoothed - sample)) / 4;
    this.smoothed = (7 * this.smoothed + sample) / 8;
    this.rto = Math.min(longestRto, this.smoothed + Math.max(10, 4 * this.variation));
  }

  /**
   * Repeats what was sent well before something that is acknowledged by now: it is lost, and waiting for the timer would
   * take 100 ms for each. Over a line that keeps order nothing is ever passed over.
   */
  private repeatPassedOver(): void {
    const patience = Math.max(shortestPatience, 1.25 * this.smoothed);
    for (const each of this.outgoing.values()) {
      if (each.order + passedBy > this.answered) {
        // Sequences rise, and so does the order of what was sent only once.
        if (each.times === 1) return;
      } else if (this.since(each.sent) > patience) this.put(each);
    }
  }

  /** How long ago it was. Where the clock was put back nobody knows, and what waits for time to pass is not to wait longer. */
  private since(then: number): number {
    const passed = this.options.now() - then;
    return passed < 0 ? Number.POSITIVE_INFINITY : passed;
  }

  /** There is another socket: what was on the way in the one before is sent again. */
  reconnected(): void {
    this.gone = false;
    for (const each of this.outgoing.values()) {
      each.begun = this.options.now();
      this.put(each);
      [each.again, each.repeats] = [each.order, 0];
    }
  }

  /** Repeats what was passed over, and the oldest message that is overdue. */
  tick(): void {
    this.ready();
    if (this.gone) return;
    this.repeatPassedOver();
    const [oldest] = this.outgoing.values();
    if (oldest === undefined || this.since(oldest.sent) <= this.rto) return;
    oldest.repeats++;
    if (this.wasHad(oldest)) this.forgetHad();
    else if (oldest.repeats > mostRepeats) this.options.lost?.();
    else this.put(oldest);
  }

  /** Forgets all that the agent had before the cut: what it had not, it has acknowledged when it came again. */
  private forgetHad(): void {
    for (const { sequence, again } of this.outgoing.values())
      if (again > 0 && again < this.answered) this.outgoing.delete(sequence);
  }

  /**
   * True for a message whose acknowledge was lost with a socket, at an agent that gives no second one: what was sent after it
   * over this socket is acknowledged and it never is. The first two are left out, for an agent may not be ready for them yet.
   */
  private wasHad({ sequence, again, repeats }: Outgoing): boolean {
    return this.acknowledgesOnce && again > 0 && sequence > 1 && repeats > mostAgain && this.answered > again;
  }
}
