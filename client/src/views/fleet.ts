/** The Fleet view: the managed nodes of an account, page by page. */

import type { InstanceInformation } from '@aws-sdk/client-ssm';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { pagesOf } from './pages.ts';
import type { TreeNode, View } from './tree.ts';

/** As many as the service gives at once. */
const pageSize = 50;

export function fleet(connections: Connections): View {
  return {
    id: 'opswright.fleet',
    root: (connection) => ({
      label: connection.id,
      empty: 'No managed nodes',
      pages: () =>
        pagesOf(
          async (NextToken) => {
            const { ssm } = await connections.clients(connection);
            const answer = await ssm.describeInstanceInformation({ MaxResults: pageSize, NextToken });
            return { items: answer.InstanceInformationList, next: answer.NextToken };
          },
          (node) => nodeOf(node, connection),
        ),
    }),
  };
}

function nodeOf(node: InstanceInformation, _connection: Connection): TreeNode {
  const id = node.InstanceId ?? '';
  const online = node.PingStatus === 'Online';
  return {
    id,
    label: node.ComputerName || node.Name || id,
    description: [id, node.PlatformName].filter(Boolean).join(' · '),
    icon: online ? 'vm-running' : { name: 'vm-outline', color: 'list.warningForeground' },
    context: online ? 'node online' : 'node',
    subject: { nodeId: id },
  };
}
