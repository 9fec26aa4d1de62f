/**
 * Multiplexing of a port session: smux version 1, many streams over the bytes of one channel. Its integers are
 * little-endian, unlike those of the channel.
 *
 * Opening a stream has no answer. Closing it closes the sender's whole stream: what comes for it afterwards is dropped.
 */

const headerLength = 8;
const largestData = 32_768;

export const commands = { open: 0, close: 1, data: 2, keepAlive: 3 } as const;

export interface Frame {
  command: number;
  stream: number;
  data: Uint8Array;
}

/** The bytes of a frame. */
export function encodeFrame({ command, stream, data }: Frame): Uint8Array {
  const bytes = new Uint8Array(headerLength + data.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = 1;
  bytes[1] = command;
  view.setUint16(2, data.length, true);
  view.setUint32(4, stream, true);
  bytes.set(data, headerLength);
  return bytes;
}

/** Cuts a row of bytes into frames, wherever the bytes are cut themselves. Its function returns a text for a fault. */
export function frameReader(): (bytes: Uint8Array) => Frame[] | string {
  let rest = new Uint8Array(0);
  return (bytes) => {
    const joined = new Uint8Array(rest.length + bytes.length);
    joined.set(rest);
    joined.set(bytes, rest.length);
    const view = new DataView(joined.buffer);
    const frames: Frame[] = [];
    let at = 0;
    while (joined.length - at >= headerLength) {
      const [version, command] = [view.getUint8(at), view.getUint8(at + 1)];
      if (version !== 1) return `smux version ${version} is not spoken here`;
      if (command > commands.keepAlive) return `smux has no command ${command} in version 1`;
      const end = at + headerLength + view.getUint16(at + 2, true);
      if (end > joined.length) break;
      frames.push({ command, stream: view.getUint32(at + 4, true), data: joined.slice(at + headerLength, end) });
      at = end;
    }
    rest = joined.slice(at);
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
  const empty = new Uint8Array(0);
  const add = (id: number): Stream => {
    const stream: Stream = {
      id,
      write(data) {
        if (streams.get(id) !== stream) return;
        for (let from = 0; from < data.length; from += largestData)
          write(encodeFrame({ command: commands.data, stream: id, data: data.subarray(from, from + largestData) }));
      },
      close() {
        if (streams.get(id) !== stream) return;
        streams.delete(id);
        write(encodeFrame({ command: commands.close, stream: id, data: empty }));
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
      write(encodeFrame({ command: commands.open, stream: last, data: empty }));
      return add(last);
    },
    receive(bytes) {
      const frames = read(bytes);
      if (typeof frames === 'string') return frames;
      for (const frame of frames) take(frame);
      return undefined;
    },
    keepAlive: () => write(encodeFrame({ command: commands.keepAlive, stream: 0, data: empty })),
    get streams() {
      return streams.size;
    },
  };
}
