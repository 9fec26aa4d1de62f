/** The texts about nodes: `node`, what the service says of one, and `reach`, why one cannot be reached. */

import type { Connections } from '../../aws/connections.ts';
import type { AwsDocuments } from '../../awsDocuments.ts';
import { nodeDetails } from './details.ts';
import { reachFacts } from './reachFacts.ts';
import { reachReport } from './reachReport.ts';

export function serveFleetTexts(texts: AwsDocuments, connections: Connections): void {
  texts.serve('node', async ({ connection, id }) =>
    nodeDetails(await connections.clients(connection), connection.region, id),
  );
  texts.serve('reach', async ({ connection, id }) =>
    reachReport(await reachFacts(await connections.clients(connection), id)),
  );
}
