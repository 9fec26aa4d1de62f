/**
 * Draws the icon: the steps of a runbook on a dark card, the last one checked. `node media/icon.mjs` writes icon.svg and,
 * because no renderer is asked of anybody's machine, rasterises the same shapes into icon.png.
 *
 * Two shapes are enough: a thick line with round ends (a dot is a line without length), and the card.
 */

import { writeFile } from 'node:fs/promises';
import { crc32, deflateSync } from 'node:zlib';

const size = 256;
const card = { inset: 8, radius: 56, top: [0x1f, 0x3a, 0x5f], bottom: [0x12, 0x1d, 0x30] };
const sky = [0x7c, 0xc4, 0xff];
const dim = [0x4a, 0x6a, 0x94];
const amber = [0xff, 0xb0, 0x3a];
const dark = [0x12, 0x1d, 0x30];

/** @type {[color: number[], width: number, ...points: [number, number][]][]} */
const strokes = [
  [dim, 10, [80, 72], [80, 178]],
  [sky, 40, [80, 72]],
  [sky, 18, [124, 72], [192, 72]],
  [sky, 40, [80, 125]],
  [sky, 18, [124, 125], [176, 125]],
  [amber, 68, [80, 184]],
  [dark, 13, [66, 185], [76, 196], [95, 174]],
  [amber, 18, [136, 184], [192, 184]],
];

function distanceToCard(x, y) {
  const half = size / 2 - card.inset - card.radius;
  const [dx, dy] = [Math.abs(x - size / 2) - half, Math.abs(y - size / 2) - half];
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - card.radius;
}

function distanceToLine(x, y, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** How much of a pixel a shape covers, from its distance to the edge. */
const coverage = (distance) => Math.min(1, Math.max(0, 0.5 - distance));
const mix = (from, to, amount) => from.map((value, index) => value + (to[index] - value) * amount);

function pixel(x, y) {
  let color = mix(card.top, card.bottom, y / size);
  for (const [ink, width, ...points] of strokes) {
    const near = points.map((point, index) => distanceToLine(x, y, points[Math.max(0, index - 1)], point));
    color = mix(color, ink, coverage(Math.min(...near) - width / 2));
  }
  return [...color, 255 * coverage(distanceToCard(x, y))].map(Math.round);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

function png() {
  const rows = Array.from({ length: size }, (_, y) => [
    0,
    ...Array.from({ length: size }, (_, x) => pixel(x + 0.5, y + 0.5)).flat(),
  ]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8); // Eight bits each of red, green, blue and alpha.
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function svg() {
  const hex = (color) => `#${Buffer.from(color).toString('hex')}`;
  const side = size - 2 * card.inset;
  const lines = strokes.map(([color, width, ...points]) => {
    const path = (points.length > 1 ? points : [points[0], points[0]]).map((point) => point.join(' ')).join('L');
    return `  <path d="M${path}" stroke="${hex(color)}" stroke-width="${width}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" fill="none" stroke-linecap="round" stroke-linejoin="round">
  <title>Opswright</title>
  <linearGradient id="card" x2="0" y2="1"><stop stop-color="${hex(card.top)}"/><stop offset="1" stop-color="${hex(card.bottom)}"/></linearGradient>
  <rect x="${card.inset}" y="${card.inset}" width="${side}" height="${side}" rx="${card.radius}" fill="url(#card)"/>
${lines.join('\n')}
</svg>
`;
}

await writeFile(new URL('icon.svg', import.meta.url), svg());
await writeFile(new URL('icon.png', import.meta.url), png());
