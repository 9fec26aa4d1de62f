#!/usr/bin/env node
/**
 * The entry of the `opswright` command: connects the process with `main` and nothing else.
 *
 * Bundled as CommonJS, so there is no top-level await and no `import.meta` here. Tests call `main` directly.
 */

import type { Io, Output } from './cliIo.ts';
import { main } from './cliMain.ts';

/** A stream of the process. A reader that went away, as in `opswright check . | head`, is not a fault. */
function output(stream: NodeJS.WriteStream): Output {
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });
  return {
    write: (text) => {
      if (!closed) stream.write(text);
    },
    isTerminal: stream.isTTY === true,
    // Some terminals do not know their width and say 0.
    columns: stream.columns || 80,
  };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const io: Io = {
  cwd: process.cwd(),
  env: process.env,
  stdin: readStdin,
  // Looked at only when it is used: looking at standard input opens it.
  get raw() {
    return { input: process.stdin, output: process.stdout };
  },
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  ended: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
      // Started by a program, such as the extension, it goes when that program does.
      process.once('disconnect', () => resolve());
    }),
  now: () => performance.now(),
};

main(process.argv.slice(2), io).then((status) => {
  process.exitCode = status;
  // A channel to the program that started it would keep it alive.
  if (process.connected) process.disconnect();
});
