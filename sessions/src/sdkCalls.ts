/**
 * The calls of a session, made of what a client of the AWS SDK offers. Types only: who calls has a client already, or loads
 * one when a session starts, for the SDK is large.
 */

import type { GenerateDataKeyCommandInput, GenerateDataKeyCommandOutput } from '@aws-sdk/client-kms';
import type {
  ResumeSessionCommandInput,
  ResumeSessionCommandOutput,
  StartSessionCommandInput,
  StartSessionCommandOutput,
  TerminateSessionCommandInput,
} from '@aws-sdk/client-ssm';
import type { SessionCalls, Signature } from './calls.ts';

/** What sessions need of Systems Manager; the SDK's `SSM` has it. */
export interface SessionApi {
  startSession(input: StartSessionCommandInput): Promise<StartSessionCommandOutput>;
  resumeSession(input: ResumeSessionCommandInput): Promise<ResumeSessionCommandOutput>;
  terminateSession(input: TerminateSessionCommandInput): Promise<unknown>;
}

/** What encrypted sessions need of KMS. */
export interface KeyApi {
  generateDataKey(input: GenerateDataKeyCommandInput): Promise<GenerateDataKeyCommandOutput>;
}

/**
 * The calls for a session as `asked`. The clients are asked for each time, for they may have been made anew; `sign` is
 * `signatureFor` with the configuration of one.
 */
export function sdkCalls(
  asked: StartSessionCommandInput,
  ssm: () => Promise<SessionApi>,
  kms?: () => Promise<KeyApi>,
  sign?: (url: string) => Promise<Signature>,
): SessionCalls {
  return {
    async start() {
      const { SessionId = '', StreamUrl = '', TokenValue = '' } = await (await ssm()).startSession(asked);
      return { sessionId: SessionId, streamUrl: StreamUrl, token: TokenValue };
    },
    async resume(SessionId) {
      try {
        const { StreamUrl, TokenValue } = await (await ssm()).resumeSession({ SessionId });
        return { streamUrl: StreamUrl, token: TokenValue };
      } catch (error) {
        // It is over: asking again would not bring it back.
        if (error instanceof Error && error.name === 'DoesNotExistException') return {};
        if (error instanceof Error && error.name === 'AccessDeniedException')
          return { denied: `to restore it takes ssm:ResumeSession. ${error.message.replace(/\.$/, '')}` };
        throw error;
      }
    },
    async terminate(SessionId) {
      await (await ssm()).terminateSession({ SessionId });
    },
    ...(sign !== undefined && { sign }),
    ...(kms !== undefined && {
      async generateDataKey(KeyId: string, EncryptionContext: Record<string, string>) {
        const asked = { KeyId, NumberOfBytes: 64, EncryptionContext };
        const { Plaintext, CiphertextBlob } = await (await kms()).generateDataKey(asked);
        return { plaintext: Plaintext ?? new Uint8Array(), cipherText: CiphertextBlob ?? new Uint8Array() };
      },
    }),
  };
}
