/**
 * Text to files, as a whole or not at all: the new content is written beside the file and then takes its place, so that a
 * full disk or an interruption costs nothing. Encoding, mode and links of the file stay.
 */

import { randomUUID } from 'node:crypto';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Decoded } from './cliRead.ts';
import { reasonOf } from './cliRead.ts';

/** The bytes of a text in the encoding it was read in. */
export function encode(text: string, { encoding, marked }: Omit<Decoded, 'text'>): Uint8Array {
  const whole = marked ? `\ufeff${text}` : text;
  if (encoding === 'utf-8') return Buffer.from(whole, 'utf8');
  const bytes = Buffer.from(whole, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

/** Replaces the content of a file; returns what went wrong, if anything did. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<string | undefined> {
  let beside: string | undefined;
  try {
    const target = await realpath(path);
    const { mode } = await stat(target);
    beside = join(dirname(target), `.opswright-${randomUUID()}.tmp`);
    await writeFile(beside, bytes, { mode, flag: 'wx' });
    await rename(beside, target);
    return undefined;
  } catch (error) {
    if (beside !== undefined) await rm(beside, { force: true });
    return reasonOf(error);
  }
}
