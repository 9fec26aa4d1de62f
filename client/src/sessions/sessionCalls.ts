/**
 * The calls of a session with a node, by the clients of a connection of the moment. A session that is not started says why
 * in words, with the way out.
 */

import type { StartSessionCommandInput } from '@aws-sdk/client-ssm';
import type { SessionCalls } from '../../../sessions/src/calls.ts';
import { sdkCalls } from '../../../sessions/src/sdkCalls.ts';
import type { Clients } from '../aws/clients.ts';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { readFault } from '../aws/fault.ts';

export function sessionCalls(
  connections: Connections,
  connection: Connection,
  asked: StartSessionCommandInput,
): SessionCalls {
  let last: Clients | undefined;
  const clients = async (): Promise<Clients> => {
    last = await connections.clients(connection);
    return last;
  };
  const calls = sdkCalls(
    asked,
    async () => (await clients()).ssm,
    async () => (await clients()).kms,
    async (url) => (await clients()).signatureFor(url),
  );
  return {
    ...calls,
    async terminate(SessionId) {
      // Its connection may be closed before it is: the clients that have started it end it then.
      const { ssm } = await clients().catch((error) => last ?? Promise.reject(error));
      await ssm.terminateSession({ SessionId });
    },
    start: () =>
      calls.start().catch((error) => {
        throw new Error(wordsOf(error), { cause: error });
      }),
  };
}

function wordsOf(error: unknown): string {
  const { detail } = readFault(error);
  return error instanceof Error && error.name === 'TargetNotConnected'
    ? `${detail} "Check Session Access" of the node says what is in the way.`
    : detail;
}
