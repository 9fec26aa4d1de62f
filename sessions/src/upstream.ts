/**
 * What goes from a client to its node: bytes of the stream and flags between them wait in a queue, and leave as fast as the
 * node acknowledges and the network takes them. Sizes of the terminal go before them, one at a time: of many in a row only the
 * last one matters.
 */

import { type ByteQueue, byteQueue } from '../../channel/src/byteQueue.ts';
import type { DataChannel } from '../../channel/src/dataChannel.ts';
import { largestPayload, payloadTypes } from '../../channel/src/message.ts';
import { type Size, writeFlag, writePayload } from '../../channel/src/payloads.ts';

/** Messages on their way; beyond it what is written waits in the queue. */
const window = 1_000;

export interface UpstreamOptions {
  channel: DataChannel;
  /** True while the network takes what is sent. */
  flows(): boolean;
  encrypt(bytes: Uint8Array): Uint8Array;
  /** The queue is empty after it had been filling. */
  drained(): void;
}

export class Upstream {
  /** Bytes of the stream that have left, before encryption. */
  carried = 0;
  private readonly options: UpstreamOptions;
  private readonly queue: (ByteQueue | { flag: number })[] = [];
  private readonly waiting: (() => void)[] = [];
  private state: 'closed' | 'open' | 'over' = 'closed';
  private full = false;
  /** The size that is to be told; the one that was told last, and in which message. */
  private wanted: Size | undefined;
  private told: (Size & { sequence: number }) | undefined;

  constructor(options: UpstreamOptions) {
    this.options = options;
  }

  /** The node takes what is sent from here on. */
  open(): void {
    if (this.state === 'closed') this.state = 'open';
    this.pump();
  }

  /** Nothing is sent any more. */
  end(): void {
    this.state = 'over';
    this.queue.length = 0;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** False: the queue is filling, and `drained` tells when it is empty. */
  write(bytes: Uint8Array): boolean {
    if (this.state === 'over') return false;
    const last = this.queue.at(-1);
    const stream = last === undefined || 'flag' in last ? byteQueue() : last;
    if (stream !== last && bytes.length > 0) this.queue.push(stream);
    stream.push(bytes);
    this.pump();
    this.full ||= this.queue.length > 0;
    return !this.full;
  }

  flag(flag: number): void {
    if (this.state === 'over') return;
    this.queue.push({ flag });
    this.pump();
  }

  resize(size: Size): void {
    if (!(size.cols > 0 && size.rows > 0)) return;
    this.wanted = size;
    this.pump();
  }

  discard(): void {
    this.queue.length = 0;
  }

  /** Resolves once all that was written is acknowledged, or nothing is sent any more. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      if (this.state === 'over') resolve();
      else this.waiting.push(resolve);
      this.pump();
    });
  }

  /** Sends what may leave: to be called whenever something was acknowledged, and from time to time. */
  pump(): void {
    const { channel, flows, drained } = this.options;
    if (this.state === 'over') return;
    if (this.state === 'open') this.tellSize();
    while (this.state === 'open' && channel.unacknowledged < window && flows()) {
      const first = this.queue[0];
      if (first === undefined) break;
      const bytes = 'flag' in first ? undefined : first.take(largestPayload);
      // Before anything is sent: an answer may come at once, and pumps too.
      if ('flag' in first || first.length === 0) this.queue.shift();
      if ('flag' in first) channel.sendWhole(payloadTypes.flag, writeFlag(first.flag));
      else if (bytes) this.sendStream(bytes);
    }
    if (this.queue.length > 0) return;
    if (this.full) {
      this.full = false;
      drained();
    }
    if (channel.unacknowledged === 0) for (const resolve of this.waiting.splice(0)) resolve();
  }

  private sendStream(bytes: Uint8Array): void {
    this.carried += bytes.length;
    this.options.channel.sendWhole(payloadTypes.output, this.options.encrypt(bytes));
  }

  private tellSize(): void {
    const { wanted, told } = this;
    const { channel } = this.options;
    if (wanted === undefined || (told !== undefined && channel.isAwaiting(told.sequence))) return;
    this.wanted = undefined;
    if (told?.cols === wanted.cols && told.rows === wanted.rows) return;
    const { cols, rows } = wanted;
    this.told = { cols, rows, sequence: channel.sendWhole(payloadTypes.size, writePayload({ cols, rows })) };
  }
}
