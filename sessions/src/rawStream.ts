/**
 * One raw stream through a session, between two streams of the process: what a ProxyCommand of SSH is. Nothing but the
 * node's bytes is written.
 */

import type { Readable, Writable } from 'node:stream';
import { type Connection, type ConnectionOptions, connect } from './connection.ts';
import { nodeWorld } from './nodeWorld.ts';
import type { End } from './session.ts';

/** How long the node may still answer after the input has ended. There is no way to tell it of the end. */
const lastWord = 2_000;

export interface RawStream {
  /** Resolves with the end of the session once the service knows of it; `answered` tells whether the node has sent anything. */
  ended: Promise<End & { answered: boolean }>;
  close(): Promise<void>;
}

/** Opens a session and carries bytes until one side ends. Rejects when the service starts no session. */
export async function openRawStream(options: ConnectionOptions, input: Readable, output: Writable): Promise<RawStream> {
  let tell: (end: End) => void = () => undefined;
  const ended = new Promise<End>((resolve) => {
    tell = resolve;
  });
  const { after } = options.world ?? nodeWorld;
  let callOff: (() => void) | undefined;
  let full = false;
  const close = (): Promise<void> => connection.close();
  const lastWords = (): void => {
    callOff?.();
    // Whoever still reads what has come is waited for.
    callOff = after(lastWord, () => (full ? lastWords() : void close()));
  };
  const connection: Connection = await connect(options, {
    opened: () => undefined,
    output(bytes, source) {
      if (source !== 'output') return true;
      if (!output.write(bytes) && !full) {
        full = true;
        connection.read(false);
        output.once('drain', () => {
          full = false;
          connection.read(true);
        });
      }
      if (callOff !== undefined) lastWords();
      return true;
    },
    drained: () => input.resume(),
    ended: (end) => {
      callOff?.();
      input.pause();
      tell(end);
    },
  });
  input.on('data', (data: Buffer) => {
    if (!connection.write(data)) input.pause();
  });
  input.once('end', () => void connection.settled().then(lastWords));
  // Whoever read the output is gone, or whoever wrote the input; each further write fails again.
  output.on('error', () => void close());
  input.on('error', () => void close());
  const known = async (end: End) => {
    // The process may end with it: the service is to have heard of it by then.
    await close();
    return { ...end, answered: connection.carried.down > 0 };
  };
  return { ended: ended.then(known), close };
}
