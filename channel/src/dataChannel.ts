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
  /** Milliseconds since 1970. */
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

interface Outgoing {
  sequence: number;
  frame: Uint8Array;
  sent: number;
  repeats: number;
}

export class DataChannel {
  private readonly options: ChannelOptions;
  private readonly receives: StreamType;
  private readonly outgoing = new Map<number, Outgoing>();
  private readonly early = new Map<number, Message>();
  private next = 0;
  private expected = 0;
  private paused = false;
  private smoothed = 100;
  private variation = 0;
  /** After how long without an acknowledge a message is repeated. */
  rto = 200;

  constructor(options: ChannelOptions) {
    this.options = options;
    this.receives = options.sends === 'input_stream_data' ? 'output_stream_data' : 'input_stream_data';
  }

  /** How many messages wait for an acknowledge: whoever feeds this end stops reading when they are many. */
  get unacknowledged(): number {
    return this.outgoing.size;
  }

  /** Sends a payload; bytes beyond what one message carries go into further ones. */
  send(payloadType: number, payload: Uint8Array): void {
    for (let from = 0; from < payload.length || from === 0; from += largestPayload)
      this.sendOne(payloadType, payload.subarray(from, from + largestPayload));
  }

  private sendOne(payloadType: number, payload: Uint8Array): void {
    const sequence = this.next++;
    const { sends: type, now } = this.options;
    // The agent marks its first message, the client none.
    const flags = type === 'output_stream_data' && sequence === 0 ? 1 : 0;
    const frame = this.frameOf({ type, sequence, flags, payloadType, payload });
    this.outgoing.set(sequence, { sequence, frame, sent: now(), repeats: 0 });
    if (!this.paused) this.options.transmit(frame);
  }

  private frameOf(message: Omit<Message, 'id' | 'created'>): Uint8Array {
    const { uuid, now, sha256 } = this.options;
    return encodeMessage({ ...message, id: uuid(), created: now() }, sha256);
  }

  /** Takes a frame from the socket. */
  accept(frame: Uint8Array): void {
    const message = decodeMessage(frame, this.options.sha256);
    if ('fault' in message) this.options.dropped?.(message.fault);
    else if (message.type === this.receives) this.stream(message);
    else if (message.type === 'acknowledge') this.acknowledged(message);
    else if (message.type === 'pause_publication') this.paused = true;
    else if (message.type === 'start_publication') this.paused = false;
    else this.options.control?.(message);
  }

  private stream(message: Message): void {
    this.paused = false;
    const { sequence } = message;
    if (sequence < this.expected) {
      // Its acknowledge was lost; without another one the sender would repeat it for ever.
      this.acknowledge(message);
    } else if (sequence > this.expected) {
      if (this.early.size >= mostEarly) return;
      this.early.set(sequence, message);
      this.acknowledge(message);
    } else if (this.options.receive(message)) {
      this.acknowledge(message);
      this.expected++;
      this.handEarly();
    }
  }

  /** Hands on what came early and is due by now. */
  private handEarly(): void {
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
    this.paused = false;
    const sequence = readAcknowledge(payload)?.AcknowledgedMessageSequenceNumber ?? -1;
    const found = this.outgoing.get(sequence);
    if (found === undefined) return;
    this.outgoing.delete(sequence);
    const sample = this.options.now() - found.sent;
    this.variation = (3 * this.variation + Math.abs(this.smoothed - sample)) / 4;
    this.smoothed = (7 * this.smoothed + sample) / 8;
    this.rto = Math.min(longestRto, this.smoothed + Math.max(10, 4 * this.variation));
  }

  /** Repeats the oldest message that is overdue. */
  tick(): void {
    this.handEarly();
    const [oldest] = this.outgoing.values();
    if (oldest === undefined || this.paused || this.options.now() - oldest.sent <= this.rto) return;
    oldest.sent = this.options.now();
    oldest.repeats++;
    if (oldest.repeats > mostRepeats) this.options.lost?.();
    else this.options.transmit(oldest.frame);
  }
}
