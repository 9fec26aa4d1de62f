/**
 * The one place of the command line that makes a client of the AWS SDK. A bundle of its own, loaded when a session starts,
 * so that `check` costs nothing of it.
 */

import type { Agent } from 'node:http';
import { ResumeSessionCommand, SSMClient, StartSessionCommand, TerminateSessionCommand } from '@aws-sdk/client-ssm';
import type { Signature } from '../../sessions/src/calls.ts';
import type { SessionApi } from '../../sessions/src/sdkCalls.ts';
import { signatureFor } from '../../sessions/src/signature.ts';

export interface ClientSettings {
  profile?: string;
  region?: string;
  endpoint?: string;
}

export interface ProxyClient extends SessionApi {
  /** For the socket of a session. */
  signatureFor(url: string): Promise<Signature>;
  destroy(): void;
}

/** Systems Manager with the credentials that the SDK finds; `agent` leads through a proxy. */
export function ssmClient(settings: ClientSettings, agent?: Agent): ProxyClient {
  const client = new SSMClient({
    ...settings,
    maxAttempts: 4,
    customUserAgent: 'opswright',
    // A network that is gone is not waited for as long as the system would.
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, ...(agent && { httpsAgent: agent }) },
  });
  return {
    startSession: (input) => client.send(new StartSessionCommand(input)),
    resumeSession: (input) => client.send(new ResumeSessionCommand(input)),
    terminateSession: (input) => client.send(new TerminateSessionCommand(input)),
    signatureFor: (url) => signatureFor(url, client.config),
    destroy: () => client.destroy(),
  };
}
