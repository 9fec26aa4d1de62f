/**
 * Encryption of a session by a key of KMS: AES-256-GCM, a nonce of 12 bytes, the text, a tag of 16 bytes. One half of the
 * data key is for each direction.
 */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

export interface Cipher {
  encrypt(clear: Uint8Array): Uint8Array;
  /** Undefined for bytes that were not encrypted with the other end's key. */
  decrypt(encrypted: Uint8Array): Uint8Array | undefined;
}

/** The client's cipher: it reads with the first half of the key and writes with the second; the node does the reverse. */
export function cipherOf(dataKey: Uint8Array, end: 'client' | 'node' = 'client'): Cipher {
  const halves = [dataKey.subarray(0, 32), dataKey.subarray(32, 64)] as const;
  const [reads, writes] = end === 'client' ? halves : [halves[1], halves[0]];
  return {
    encrypt(clear) {
      // Random: a nonce must not come twice under one key, also after a reconnect.
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm, writes, nonce);
      return Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
    },
    decrypt(encrypted) {
      if (encrypted.length < nonceLength + tagLength) return undefined;
      const decipher = createDecipheriv(algorithm, reads, encrypted.subarray(0, nonceLength), {
        authTagLength: tagLength,
      });
      decipher.setAuthTag(encrypted.subarray(encrypted.length - tagLength));
      try {
        const text = decipher.update(encrypted.subarray(nonceLength, encrypted.length - tagLength));
        return Buffer.concat([text, decipher.final()]);
      } catch {
        return undefined;
      }
    },
  };
}
