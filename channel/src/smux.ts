/**
 * Multiplexing of a port session: smux version 1, many streams over the bytes of one channel. Its integers are
 * little-endian, unlike those of the channel.
 *
 * Opening a stream has no answer. Closing it closes the sender's whole stream: what comes for it afterwards is dropped.
 */

import { cut } from './slab.ts';

const headerLength = 8;
const largestData = 32_768;

export const commands = { open: 0, close: 1, data: 2, keepAlive: 3 } as const;

export interface Frame {
  command: number;
  stream: number;
  data: Uint8Array;
}

const empty = new Uint8Array(0);

/** The bytes of a frame. */
function encodeFrame(command: number, stream: number, data: Uint8Array = empty): Uint8Array {
  const bytes = cut(headerLength + data.length);
  bytes[0] = 1;
  bytes[1] = command;
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerLength);
  view.setUint16(2, data.length, true);
  view.setUint32(4, stream, true);
  bytes.set(data, headerLength);
  return bytes;
}

/**
 * Cuts a row of bytes into frames, wherever the bytes are cut themselves. The data of a frame comes as it arrives, in as many
 * frames as it takes. Its function returns a text for a fault.
 */
export function frameReader(): (bytes: Uint8Array) => Frame[] | string {
  const header = new Uint8Array(headerLength);
  const view = new DataView(header.buffer);
  let filled = 0;
  /** How much of the data of the frame is still to come. */
  let missing = 0;
  return (bytes) => {
    const frames: Frame[] = [];
    let at = 0;
    while (at < bytes.length) {
      if (missing === 0) {
        const taken = bytes.subarray(at, at + headerLength - filled);
        header.set(taken, filled);
        at += taken.length;
        filled += taken.length;
        if (header[0] !== 1) return `smux version ${header[0]} is not spoken here`;
        if (filled < headerLength) break;
        if (view.getUint8(1) > commands.keepAlive) return `smux has no command ${header[1]} in version 1`;
        filled = 0;
        // Of other commands nothing follows, whatever length they tell.
        missing = view.getUint8(1) === commands.data ? view.getUint16(2, true) : 0;
        if (missing > 0) continue;
      }
      const data = bytes.subarray(at, at + missing);
      at += data.length;
      missing -= data.length;
      frames.push({ command: view.getUint8(1), stream: view.getUint32(4, true), data });
    }
    return frames;
  };
}

export interface Stream {
  readonly id: number;
  write(data: Uint8Array): void;
  /** Tells the other end once, and forgets the stream. */
  close(): void;
  /** Set by whoever uses the stream. */
  onData(data: Uint8Array): void;
  /** The other end has closed; what is written now may still arrive there. */
  onEnd(): void;
}

export interface MuxOptions {
  write(bytes: Uint8Array): void;
  /** The other end has opened a stream. Only the node's end is asked. */
  opened?(stream: Stream): void;
}

export interface Mux {
  open(): Stream;
  /** Takes bytes of the channel; a text tells of a fault that ends everything. */
  receive(bytes: Uint8Array): string | undefined;
  keepAlive(): void;
  readonly streams: number;
}

/** One end of a multiplexed channel; the client opens streams 3, 5, 7 and so on. */
export function createMux({ write, opened }: MuxOptions): Mux {
  const streams = new Map<number, Stream>();
  const read = frameReader();
  let last = 1;
  const add = (id: number): Stream => {
    const stream: Stream = {
      id,
      write(data) {
        if (streams.get(id) !== stream) return;
        for (let from = 0; from < data.length; from += largestData)
          write(encodeFrame(commands.data, id, data.subarray(from, from + largestData)));
      },
      close() {
        if (streams.get(id) !== stream) return;
        streams.delete(id);
        write(encodeFrame(commands.close, id));
      },
      onData: () => undefined,
      onEnd: () => undefined,
    };
    streams.set(id, stream);
    return stream;
  };
  const take = ({ command, stream: id, data }: Frame): void => {
    const stream = streams.get(id);
    if (command === commands.open && stream === undefined && opened !== undefined) opened(add(id));
    else if (command === commands.data) stream?.onData(data);
    else if (command === commands.close) stream?.onEnd();
  };
  return {
    open() {
      last += 2;
      write(encodeFrame(commands.open, last));
      return add(last);
    },
    receive(bytes) {
      const frames = read(bytes);
      if (typeof frames === 'string') return frames;
      for (const frame of frames) take(frame);
      return undefined;
    },
    keepAlive: () => write(encodeFrame(commands.keepAlive, 0)),
    get streams() {
      return streams.size;
    },
  };
}
