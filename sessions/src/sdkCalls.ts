/**
 * The calls of a session, made by clients of the AWS SDK that somebody else has built. Loaded only by who has such a client:
 * the SDK is large.
 */

import type { KMSClient } from '@aws-sdk/client-kms';
import {
  ResumeSessionCommand,
  type SSMClient,
  StartSessionCommand,
  type StartSessionCommandInput,
  TerminateSessionCommand,
} from '@aws-sdk/client-ssm';
import type { SessionCalls } from './calls.ts';

/** The calls for a session as `asked`; `kms` is asked for only when the account's preferences encrypt sessions. */
export function sdkCalls(
  ssm: Pick<SSMClient, 'send'>,
  asked: StartSessionCommandInput,
  kms?: () => Promise<Pick<KMSClient, 'send'>>,
): SessionCalls {
  return {
    async start() {
      const { SessionId = '', StreamUrl = '', TokenValue = '' } = await ssm.send(new StartSessionCommand(asked));
      return { sessionId: SessionId, streamUrl: StreamUrl, token: TokenValue };
    },
    async resume(SessionId) {
      const { StreamUrl, TokenValue } = await ssm.send(new ResumeSessionCommand({ SessionId }));
      return { streamUrl: StreamUrl, token: TokenValue };
    },
    async terminate(SessionId) {
      await ssm.send(new TerminateSessionCommand({ SessionId }));
    },
    ...(kms !== undefined && {
      async generateDataKey(KeyId: string, EncryptionContext: Record<string, string>) {
        const { GenerateDataKeyCommand } = await import('@aws-sdk/client-kms');
        const client = await kms();
        const { Plaintext = new Uint8Array(), CiphertextBlob = new Uint8Array() } = await client.send(
          new GenerateDataKeyCommand({ KeyId, NumberOfBytes: 64, EncryptionContext }),
        );
        return { plaintext: Plaintext, cipherText: CiphertextBlob };
      },
    }),
  };
}
