/**
 * What the command line sees of the world: streams, folder, environment and clock.
 *
 * `cli.ts` fills it from the process; tests fill it with plain values and read back what was written.
 */

import type { Readable, Writable } from 'node:stream';

/** 0: clean. 1: problems were reported. 2: misuse, or something could not be read. */
export type Status = 0 | 1 | 2;

export interface Output {
  write(text: string): void;
  isTerminal: boolean;
  /** The width of the terminal. */
  columns: number;
}

export interface Io {
  /** The folder that paths are relative to; absolute. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** All of standard input. */
  stdin(): Promise<Uint8Array>;
  /** Standard input and output as they are, for what carries bytes. */
  raw: { input: Readable; output: Writable };
  stdout: Output;
  stderr: Output;
  /** Resolves when the process is asked to end. */
  ended(): Promise<void>;
  /** Milliseconds from any fixed point. */
  now(): number;
}

/** Tells what is wrong with the call itself; the status for that. */
export function misuse(message: string, io: Io): Status {
  io.stderr.write(`opswright: ${message}\n`);
  return 2;
}
