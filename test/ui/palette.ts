/**
 * Screenshots as small as they can be: PNG with a palette of 256 colours, which for an editor's text and icons nobody sees.
 * Written here, since it is all that is needed of an image library.
 */

import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** What a screenshot of Chromium is: 8 bits for each of red, green, blue and perhaps alpha, not interlaced. */
export function withPalette(png: Buffer): Buffer {
  const { width, height, depth, type, data } = read(png);
  if (depth !== 8 || (type !== 2 && type !== 6)) throw new Error(`A PNG of type ${type} with ${depth} bits`);
  const pixels = unfiltered(data, width, height, type === 6 ? 4 : 3);
  const palette = commonest(pixels, 256);
  const indices = new Map<number, number>();
  const rows = Buffer.alloc((width + 1) * height);
  for (const [i, colour] of pixels.entries()) {
    const index = indices.get(colour) ?? nearest(palette, colour);
    indices.set(colour, index);
    rows[Math.floor(i / width) + i + 1] = index;
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function read(png: Buffer) {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return {
    width: png.readUInt32BE(16),
    height: png.readUInt32BE(20),
    depth: png[24],
    type: png[25],
    data: inflateSync(Buffer.concat(parts)),
  };
}

/** The pixels as numbers, 0xRRGGBB. */
function unfiltered(data: Buffer, width: number, height: number, size: number): Uint32Array {
  const stride = width * size;
  const pixels = new Uint32Array(width * height);
  let above = Buffer.alloc(stride);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1);
    const row = Buffer.from(data.subarray(start + 1, start + 1 + stride));
    for (let x = 0; x < stride; x++)
      row[x] = (row[x] ?? 0) + predicted(data[start] ?? 0, row[x - size] ?? 0, above[x] ?? 0, above[x - size] ?? 0);
    for (let x = 0; x < width; x++) pixels[y * width + x] = row.readUIntBE(x * size, 3);
    above = row;
  }
  return pixels;
}

/** The five filters of PNG. */
function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** The colours that stand most often, of those that differ by more than the eye sees. */
function commonest(pixels: Uint32Array, count: number): number[] {
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const chosen: number[] = [];
  const near = new Set<number>();
  for (const [colour] of [...counts].sort(([, a], [, b]) => b - a)) {
    const bucket = colour & 0xf0f0f0;
    // The first ones as they are: large areas.
    if (chosen.length >= 32 && near.has(bucket)) continue;
    near.add(bucket);
    if (chosen.push(colour) === count) break;
  }
  return chosen;
}

function nearest(palette: readonly number[], colour: number): number {
  const distance = (other: number) =>
    [16, 8, 0].reduce((sum, shift) => sum + (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
  let best = 0;
  for (let i = 1; i < palette.length; i++) if (distance(palette[i] ?? 0) < distance(palette[best] ?? 0)) best = i;
  return best;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body) >>> 0, body.length + 4);
  return whole;
}
