/**
 * The one place of the command line that makes a client of the AWS SDK. A bundle of its own, loaded when a session starts,
 * so that `check` costs nothing of it.
 */

import type { Agent } from 'node:http';
import { ResumeSessionCommand, SSMClient, StartSessionCommand, TerminateSessionCommand } from '@aws-sdk/client-ssm';
import type { SessionApi } from '../../sessions/src/sdkCalls.ts';

export interface ClientSettings {
  profile?: string;
  region?: string;
  endpoint?: string;
}

/** Systems Manager with the credentials that the SDK finds; `agent` leads through a proxy. */
export function ssmClient(settings: ClientSettings, agent?: Agent): SessionApi & { destroy(): void } {
  const client = new SSMClient({
    ...settings,
    maxAttempts: 4,
    customUserAgent: 'opswright',
    ...(agent && { requestHandler: { httpsAgent: agent } }),
  });
  return {
    startSession: (input) => client.send(new StartSessionCommand(input)),
    resumeSession: (input) => client.send(new ResumeSessionCommand(input)),
    terminateSession: (input) => client.send(new TerminateSessionCommand(input)),
    destroy: () => client.destroy(),
  };
}
