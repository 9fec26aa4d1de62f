/**
 * The node's part of an encrypted session: it asks the client for a data key of KMS, has KMS decrypt it as the node's own
 * role would, proves by a challenge that both ends have it, and encrypts what the session prints.
 *
 * AES-256-GCM, a nonce of 12 bytes before the text and a tag of 16 behind it. The first half of the data key is for what the
 * node sends, the second for what the client sends. Sources: agent/session/crypto and datachannel of the SSM Agent.
 */

import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto';
import { payloadTypes } from '../../../../channel/src/message.ts';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { decrypted } from '../kms/index.ts';
import type { StoredSession } from '../ssm/sessions.ts';

const nonceBytes = 12;
const tagBytes = 16;
const dataKeyBytes = 64;

/** The types of payloads that are encrypted; all others stay clear. */
const hidden: ReadonlySet<number> = new Set([payloadTypes.output, payloadTypes.standardError, payloadTypes.exitCode]);

export interface Encryption {
  /** What the handshake asks of the client. */
  action: { ActionType: 'KMSEncryption'; ActionParameters: { KMSKeyId: string; Challenge: string } };
  /** Takes the client's data key; what is wrong with it, if anything. */
  takeKey(result: unknown): string | undefined;
  /** Random bytes that the client has to send back, encrypted for it. */
  challenge(): { Challenge: string };
  /** True for the bytes of the challenge, encrypted for the node. */
  isProof(challenge: string | undefined): boolean;
  isHidden(payloadType: number): boolean;
  encrypt(clear: Uint8Array): Uint8Array;
  /** Undefined for bytes that the client has not encrypted. */
  decrypt(bytes: Uint8Array): Uint8Array | undefined;
}

export function encryptionOf(account: Account, session: StoredSession, KMSKeyId: string): Encryption {
  const Challenge = randomBytes(16).toString('base64');
  const proof = randomBytes(64);
  let [ours, theirs] = [Buffer.alloc(32), Buffer.alloc(32)];
  return {
    action: { ActionType: 'KMSEncryption', ActionParameters: { KMSKeyId, Challenge } },
    takeKey(result) {
      const key = dataKeyOf(account, session, Challenge, result);
      if (typeof key === 'string') return key;
      [ours, theirs] = [Buffer.from(key.subarray(0, 32)), Buffer.from(key.subarray(32))];
      return undefined;
    },
    challenge: () => ({ Challenge: Buffer.from(seal(ours, proof)).toString('base64') }),
    isProof(challenge = '') {
      const answer = unseal(theirs, Buffer.from(challenge, 'base64'));
      return answer?.length === proof.length && timingSafeEqual(answer, proof);
    },
    isHidden: (payloadType) => hidden.has(payloadType),
    encrypt: (clear) => seal(ours, clear),
    decrypt: (bytes) => unseal(theirs, bytes),
  };
}

/** The data key in the clear, or why there is none. */
function dataKeyOf(
  account: Account,
  { id, target }: StoredSession,
  challenge: string,
  result: unknown,
): Buffer | string {
  const { KMSCipherTextKey: text, ChallengeAcknowledgement: acknowledged } = (result ?? {}) as Record<string, unknown>;
  if (typeof text !== 'string') return 'The client sent no data key.';
  const context = {
    'aws:ssm:SessionId': id,
    'aws:ssm:TargetId': target,
    // Clients of old leave the challenge out of the context, and say nothing of it.
    ...(acknowledged === true && { 'aws:ssm:RandomChallenge': challenge }),
  };
  try {
    const { plain } = decrypted(account, Buffer.from(text, 'base64'), context);
    return plain.length === dataKeyBytes ? plain : `The data key has ${plain.length} bytes, not ${dataKeyBytes}.`;
  } catch (error) {
    if (error instanceof ServiceError) return `KMS does not decrypt the data key: ${error.code}`;
    throw error;
  }
}

function seal(key: Buffer, clear: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
}

function unseal(key: Buffer, bytes: Uint8Array): Buffer | undefined {
  if (bytes.length < nonceBytes + tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}
