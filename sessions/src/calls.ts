/**
 * What a session asks of AWS, as functions: whoever starts one makes them of a client for the account of the moment. Nothing
 * here knows of profiles, Regions or the SDK.
 */

/** The answer of `StartSession`. The token opens one socket once; it is a secret and goes into no message and no log. */
export interface Opening {
  sessionId: string;
  streamUrl: string;
  token: string;
}

/** The answer of `ResumeSession`; without a token the session is over. */
export interface Resumed {
  streamUrl?: string | undefined;
  token?: string | undefined;
  /** Why it may not be asked: a sentence. Asking again would not help. */
  denied?: string;
}

export interface DataKey {
  /** 64 bytes. */
  plaintext: Uint8Array;
  cipherText: Uint8Array;
}

/** Headers that say who opens a socket. They are a secret, and hold for minutes. */
export type Signature = Readonly<Record<string, string>>;

export interface SessionCalls {
  start(): Promise<Opening>;
  resume(sessionId: string): Promise<Resumed>;
  terminate(sessionId: string): Promise<void>;
  /** Signs the request that opens a socket at this address, for a service that asks for it. */
  sign?(url: string): Promise<Signature>;
  /** `GenerateDataKey` of KMS, for 64 bytes, with the user's own rights; needed where the preferences ask for encryption. */
  generateDataKey?(keyId: string, context: Record<string, string>): Promise<DataKey>;
}

/** One line of a failure, without what must not be told. */
export function wordsOf(error: unknown, ...secrets: string[]): string {
  const message = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
  return secrets.filter((secret) => secret !== '').reduce((text, secret) => text.replaceAll(secret, '…'), message);
}
