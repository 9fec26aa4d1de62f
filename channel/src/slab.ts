/**
 * Memory for messages, cut from larger pieces: a piece of its own for each takes longer than filling it, and makes work for
 * the collector. What is cut keeps its whole piece alive, which is 64 KB.
 */

const slabSize = 64 * 1024;
let slab = new Uint8Array(0);
let used = 0;

/** Bytes to be filled; they may not be zero. */
export function cut(size: number): Uint8Array {
  if (size > slabSize / 4) return new Uint8Array(size);
  if (used + size > slab.length) [slab, used] = [new Uint8Array(slabSize), 0];
  used += size;
  return slab.subarray(used - size, used);
}
