/**
 * The client's answers to a handshake: what kind of session it is, and the key of KMS where the account's preferences ask
 * for encryption. What cannot be done is answered as failed, and the node ends the session then.
 */

import {
  type EncryptionParameters,
  type HandshakeRequest,
  type HandshakeResponse,
  readChallenge,
  type SessionType,
  type SessionTypeParameters,
  writePayload,
} from '../../channel/src/payloads.ts';
import { type SessionCalls, wordsOf } from './calls.ts';
import { type Cipher, cipherOf } from './cipher.ts';

/** What agents compare to know how to speak: the oldest of AWS's own client that the service still supports. */
export const clientVersion = '1.2.764.0';

const statuses = { success: 1, failed: 2, unsupported: 3 } as const;
const sessionTypes: readonly SessionType[] = [
  'Standard_Stream',
  'InteractiveCommands',
  'NonInteractiveCommands',
  'Port',
];

export interface Shaken {
  response: HandshakeResponse;
  sessionType: SessionType | undefined;
  properties: Readonly<Record<string, unknown>>;
  cipher: Cipher | undefined;
  /** Why an action failed. */
  fault: string | undefined;
}

/** Whose session it is: both go into the context of the encryption. */
export interface Party {
  sessionId: string;
  target: string;
}

/** Carries out what a node asks for in its handshake, in its order. Never rejects. */
export async function shakeHands(
  { RequestedClientActions }: HandshakeRequest,
  { sessionId, target }: Party,
  calls: SessionCalls,
): Promise<Shaken> {
  const shaken: Omit<Shaken, 'response'> = {
    sessionType: undefined,
    properties: {},
    cipher: undefined,
    fault: undefined,
  };
  const done: HandshakeResponse['ProcessedClientActions'] = [];
  for (const { ActionType, ActionParameters } of RequestedClientActions) {
    const answer = (ActionStatus: number, ActionResult: unknown, fault = ''): void => {
      done.push({ ActionType, ActionStatus, ActionResult, Error: fault });
      if (fault !== '') shaken.fault ??= fault;
    };
    if (ActionType === 'SessionType') {
      const { SessionType, Properties } = (ActionParameters ?? {}) as Partial<SessionTypeParameters>;
      shaken.sessionType = sessionTypes.find((known) => known === SessionType);
      if (typeof Properties === 'object' && Properties !== null)
        shaken.properties = Properties as Record<string, unknown>;
      if (shaken.sessionType !== undefined) answer(statuses.success, null);
      else answer(statuses.failed, null, `Unknown session type ${SessionType}`);
    } else if (ActionType === 'KMSEncryption') {
      const key = await keyFor((ActionParameters ?? {}) as Partial<EncryptionParameters>, { sessionId, target }, calls);
      if (typeof key === 'string') answer(statuses.failed, null, key);
      else {
        shaken.cipher = key.cipher;
        answer(statuses.success, key.result);
      }
    } else answer(statuses.unsupported, null, `Unsupported action ${ActionType}`);
  }
  const faults = done.filter(({ Error: fault }) => fault !== '').map(({ Error: fault }) => fault);
  const Errors = faults.length > 0 ? faults : null;
  return { ...shaken, response: { ClientVersion: clientVersion, ProcessedClientActions: done, Errors } };
}

async function keyFor(
  { KMSKeyId = '', Challenge: asked }: Partial<EncryptionParameters>,
  { sessionId, target }: Party,
  calls: SessionCalls,
): Promise<{ cipher: Cipher; result: unknown } | string> {
  if (calls.generateDataKey === undefined) return 'This client was started without access to KMS';
  const Challenge = asked || undefined;
  const context = {
    'aws:ssm:SessionId': sessionId,
    'aws:ssm:TargetId': target,
    ...(Challenge !== undefined && { 'aws:ssm:RandomChallenge': Challenge }),
  };
  try {
    const { plaintext, cipherText } = await calls.generateDataKey(KMSKeyId, context);
    if (plaintext.length !== 64) return `KMS gave a key of ${plaintext.length} bytes; the session needs 64`;
    const result = {
      KMSCipherTextKey: Buffer.from(cipherText).toString('base64'),
      KMSCipherTextHash: null,
      ...(Challenge !== undefined && { ChallengeAcknowledgement: true }),
    };
    return { cipher: cipherOf(plaintext), result };
  } catch (error) {
    return `The session is encrypted, and KMS gave no key of ${KMSKeyId}: ${wordsOf(error)}`;
  }
}

/** The answer to a challenge that proves the key; undefined when it was not encrypted with that key. */
export function answerChallenge(payload: Uint8Array, cipher: Cipher): Uint8Array | undefined {
  const asked = readChallenge(payload);
  const clear = asked === undefined ? undefined : cipher.decrypt(Buffer.from(asked, 'base64'));
  if (clear === undefined) return undefined;
  return writePayload({ Challenge: Buffer.from(cipher.encrypt(clear)).toString('base64') });
}
