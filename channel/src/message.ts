/**
 * The binary message of a session's data channel, byte for byte: a header of 116 bytes, the length of the payload, and the
 * payload. Both ends of a session read and write it here.
 *
 * Integers are big-endian, and a message's id has its halves swapped. A frame that breaks a rule is no exception but a
 * fault, told as a text: the channel drops it without an answer, as the real ends do.
 */

const headerLength = 116;
const payloadStart = headerLength + 4;

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
  const frame = new Uint8Array(payloadStart + message.payload.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, headerLength);
  frame.set(new TextEncoder().encode(message.type.padEnd(32, ' ').slice(0, 32)), 4);
  view.setUint32(36, 1);
  view.setBigUint64(40, BigInt(Math.floor(message.created)));
  view.setBigInt64(48, BigInt(message.sequence));
  view.setBigUint64(56, BigInt(message.flags));
  const id = bytesOfUuid(message.id);
  frame.set(id.subarray(8), 64);
  frame.set(id.subarray(0, 8), 72);
  frame.set(sha256(message.payload), 80);
  view.setUint32(112, message.payloadType);
  view.setUint32(headerLength, message.payload.length);
  frame.set(message.payload, payloadStart);
  return frame;
}

/** The message of a frame, or what is wrong with it. */
export function decodeMessage(frame: Uint8Array, sha256: Digest): Message | { fault: string } {
  if (frame.length < payloadStart) return { fault: `a frame of ${frame.length} bytes is too short` };
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0) !== headerLength) return { fault: `a header of ${view.getUint32(0)} bytes` };
  const type = new TextDecoder()
    .decode(frame.subarray(4, 36))
    .replace(/^\0+|\0+$/g, '')
    .trim();
  // A copy: frames of Node are views of memory that is used again.
  const payload = Uint8Array.from(frame.subarray(payloadStart));
  const message: Message = {
    type,
    sequence: Number(view.getBigInt64(48)),
    flags: Number(view.getBigUint64(56)),
    created: Number(view.getBigUint64(40)),
    id: uuidOfBytes(frame.subarray(72, 80), frame.subarray(64, 72)),
    payloadType: view.getUint32(112),
    payload,
  };
  // These two come from the service in whatever form it likes.
  if (type === 'start_publication' || type === 'pause_publication') return message;
  if (type === '') return { fault: 'a message without a type' };
  if (message.created === 0) return { fault: 'a message without a date' };
  if (view.getUint32(headerLength) !== payload.length) return { fault: 'a payload of another length than is told' };
  if (payload.length > 0 && !same(sha256(payload), frame.subarray(80, 112)))
    return { fault: 'a payload that its digest does not fit' };
  return message;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function bytesOfUuid(uuid: string): Uint8Array {
  const digits = uuid.replaceAll('-', '');
  return Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16));
}

function uuidOfBytes(first: Uint8Array, last: Uint8Array): string {
  const digits = [...first, ...last].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}
