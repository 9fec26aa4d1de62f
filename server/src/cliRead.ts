/**
 * Files to text: UTF-8, or UTF-16 with a byte order mark. What is no text, or too much of it, is passed over with a
 * reason; what cannot be read is a failure.
 */

import { readFile, stat } from 'node:fs/promises';

const limit = 5 * 1024 * 1024;

export type Read = Decoded | { skipped: string } | { failed: string };

export interface Decoded {
  text: string;
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** A byte order mark stood before the text. */
  marked: boolean;
}

/** The text of a file. Never throws. */
export async function readText(path: string): Promise<Read> {
  try {
    if ((await stat(path)).size > limit) return { skipped: 'larger than 5 MB' };
    return decode(await readFile(path));
  } catch (error) {
    return { failed: reasonOf(error) };
  }
}

/** The text that these bytes hold, without its byte order mark. */
export function decode(bytes: Uint8Array): Read {
  if (bytes.length > limit) return { skipped: 'larger than 5 MB' };
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-8' && bytes.includes(0)) return { skipped: 'not a text file' };
  try {
    const marked = encoding !== 'utf-8' || (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf);
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding, marked };
  } catch {
    return { skipped: `not valid ${encoding.toUpperCase().replace(/(LE|BE)$/, '')} text` };
  }
}

function encodingOf(bytes: Uint8Array): Decoded['encoding'] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** `permission denied`, from an error of the file system. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^[A-Z]+: ([^,]+)/.exec(message)?.[1] ?? message;
}
