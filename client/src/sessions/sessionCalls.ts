/** The calls of a session with a node, by the clients of a connection of the moment. */

import type { StartSessionCommandInput } from '@aws-sdk/client-ssm';
import type { SessionCalls } from '../../../sessions/src/calls.ts';
import { sdkCalls } from '../../../sessions/src/sdkCalls.ts';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';

export function sessionCalls(
  connections: Connections,
  connection: Connection,
  asked: StartSessionCommandInput,
): SessionCalls {
  const clients = () => connections.clients(connection);
  return sdkCalls(
    asked,
    async () => (await clients()).ssm,
    async () => (await clients()).kms,
  );
}
