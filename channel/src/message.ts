/**
 * The binary message of a session's data channel, byte for byte: a header of 116 bytes, the length of the payload, and the
 * payload. Both ends of a session read and write it here.
 *
 * Integers are big-endian, and a message's id has its halves swapped. A frame that breaks a rule is no exception but a
 * fault, told as a text: the channel drops it without an answer, as the real ends do.
 */

import { cut } from './slab.ts';

const headerLength = 116;
const payloadStart = headerLength + 4;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Payloads carry at most so many bytes of clear text. */
export const largestPayload = 1024;

/** What the payload of a stream message is. */
export const payloadTypes = {
  output: 1,
  error: 2,
  size: 3,
  parameter: 4,
  handshakeRequest: 5,
  handshakeResponse: 6,
  handshakeComplete: 7,
  challengeRequest: 8,
  challengeResponse: 9,
  flag: 10,
  standardError: 11,
  exitCode: 12,
} as const;

export interface Message {
  /** Such as `input_stream_data`. */
  type: string;
  sequence: number;
  /** Bit 0: the first of a stream; bit 1: the last. */
  flags: number;
  /** Milliseconds since 1970. */
  created: number;
  /** A UUID in lower case, with hyphens. */
  id: string;
  payloadType: number;
  payload: Uint8Array;
}

export type Digest = (bytes: Uint8Array) => Uint8Array;

/** The frame of a message. */
export function encodeMessage(message: Message, sha256: Digest): Uint8Array {
  const { payload } = message;
  const frame = cut(payloadStart + payload.length);
  frame.set(typeBytes(message.type), 4);
  frame.set(sha256(payload), 80);
  frame.set(payload, payloadStart);
  writeUuid(frame, 64, message.id);
  const view = new DataView(frame.buffer, frame.byteOffset, payloadStart);
  view.setUint32(0, headerLength);
  view.setUint32(36, 1);
  setLong(view, 40, Math.floor(message.created));
  setLong(view, 48, message.sequence);
  setLong(view, 56, message.flags);
  view.setUint32(112, message.payloadType);
  view.setUint32(headerLength, payload.length);
  return frame;
}

/** The message of a frame, or what is wrong with it. Its payload is a part of the frame, and no copy. */
export function decodeMessage(frame: Uint8Array, sha256: Digest): Message | { fault: string } {
  if (frame.length < payloadStart) return { fault: `a frame of ${frame.length} bytes is too short` };
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const type = textOfType(frame);
  const payload = new Uint8Array(frame.buffer, frame.byteOffset + payloadStart, frame.length - payloadStart);
  const message: Message = {
    type,
    sequence: view.getInt32(48) * 2 ** 32 + view.getUint32(52),
    flags: view.getUint32(56) * 2 ** 32 + view.getUint32(60),
    created: view.getUint32(40) * 2 ** 32 + view.getUint32(44),
    id: uuidOfBytes(frame.subarray(72, 80), frame.subarray(64, 72)),
    payloadType: view.getUint32(112),
    payload,
  };
  // These two come from the service in whatever form it likes.
  if (type === 'start_publication' || type === 'pause_publication') return message;
  if (view.getUint32(0) !== headerLength) return { fault: `a header of ${view.getUint32(0)} bytes` };
  if (type === '') return { fault: 'a message without a type' };
  if (message.created === 0) return { fault: 'a message without a date' };
  if (view.getUint32(headerLength) !== payload.length) return { fault: 'a payload of another length than is told' };
  if (payload.length > 0 && !same(sha256(payload), frame.subarray(80, 112)))
    return { fault: 'a payload that its digest does not fit' };
  return message;
}

/** The types that nearly every frame has, and those that were written, padded with blanks to 32 bytes. */
const padded = new Map<string, Uint8Array>();
for (const type of ['output_stream_data', 'acknowledge', 'input_stream_data']) typeBytes(type);

function typeBytes(type: string): Uint8Array {
  let bytes = padded.get(type);
  if (bytes === undefined) {
    bytes = encoder.encode(type.padEnd(32, ' ').slice(0, 32));
    padded.set(type, bytes);
  }
  return bytes;
}

/** The type, without the blanks or NULs around it. */
function textOfType(frame: Uint8Array): string {
  // Decoding takes longer than all else of a header does.
  for (const [type, bytes] of padded) if (same(bytes, frame.subarray(4, 36))) return type;
  let [from, to] = [4, 36];
  const blank = (byte = 0): boolean => byte === 0 || byte === 0x20 || (byte >= 9 && byte <= 13);
  while (to > from && blank(frame[to - 1])) to--;
  while (from < to && blank(frame[from])) from++;
  return decoder.decode(frame.subarray(from, to));
}

/** Writes a whole number of up to 53 bits in eight bytes. */
function setLong(view: DataView, at: number, value: number): void {
  view.setInt32(at, Math.floor(value / 2 ** 32));
  view.setUint32(at + 4, value >>> 0);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** Where in the text of a UUID each of its bytes stands. */
const digits = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/** Writes a UUID with its halves swapped. */
function writeUuid(frame: Uint8Array, at: number, uuid: string): void {
  for (let index = 0; index < 16; index++) {
    const digit = digits[index] ?? 0;
    frame[at + (index ^ 8)] = (digitOf(uuid, digit) << 4) | digitOf(uuid, digit + 1);
  }
}

function digitOf(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 0x3a ? code - 0x30 : (code | 0x20) - 0x57;
}

/** Each byte as two digits. */
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function uuidOfBytes(first: Uint8Array, last: Uint8Array): string {
  let uuid = '';
  for (let index = 0; index < 16; index++) {
    if (index === 4 || index === 6 || index === 8 || index === 10) uuid += '-';
    uuid += hex[(index < 8 ? first[index] : last[index - 8]) ?? 0];
  }
  return uuid;
}
