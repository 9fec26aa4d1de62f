/** Bytes that wait to be sent: put in as they come, and taken out in the size of a message, however they came. */

import { cut } from './slab.ts';

export interface ByteQueue {
  readonly length: number;
  push(bytes: Uint8Array): void;
  /** The next bytes, at most so many; fewer only when there are not more. */
  take(most: number): Uint8Array;
}

export function byteQueue(): ByteQueue {
  let parts: Uint8Array[] = [];
  /** How many parts, and how much of the next one, were taken. */
  let [taken, at, length] = [0, 0, 0];
  const next = (most: number): Uint8Array => {
    const part = parts[taken] ?? new Uint8Array(0);
    const bytes = part.subarray(at, at + most);
    at += bytes.length;
    length -= bytes.length;
    if (at === part.length) {
      [at, taken] = [0, taken + 1];
      if (taken > 1000 || taken === parts.length) [parts, taken] = [parts.slice(taken), 0];
    }
    return bytes;
  };
  return {
    get length() {
      return length;
    },
    push(bytes) {
      if (bytes.length === 0) return;
      parts.push(bytes);
      length += bytes.length;
    },
    take(most) {
      const wanted = Math.min(most, length);
      const first = next(wanted);
      if (first.length === wanted) return first;
      const joined = cut(wanted);
      joined.set(first);
      for (let filled = first.length; filled < wanted; ) {
        const bytes = next(wanted - filled);
        joined.set(bytes, filled);
        filled += bytes.length;
      }
      return joined;
    },
  };
}
