/** SHA-256 of messages, by the `crypto` of Node that is passed in. */

import type { Digest } from './message.ts';

interface Crypto {
  createHash(algorithm: 'sha256'): { update(bytes: Uint8Array): { digest(): Uint8Array } };
  hash?(algorithm: 'sha256', bytes: Uint8Array, encoding: 'buffer'): Uint8Array;
}

/** In one go where there is a way for it; the first versions of Node 20 have only the long one, which takes half as long again. */
export function sha256By({ createHash, hash }: Crypto): Digest {
  return hash === undefined
    ? (bytes) => createHash('sha256').update(bytes).digest()
    : (bytes) => hash('sha256', bytes, 'buffer');
}
