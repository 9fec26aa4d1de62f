/**
 * The Fleet view: the managed nodes of an account, page by page, all of them or in groups. Each group is a list of its own
 * that the service filters, so that grouping ten thousand nodes reads none of them.
 */

import type { Connections } from '../aws/connections.ts';
import type { Arrangement } from './fleet/arrangement.ts';
import { groupsOf } from './fleet/groups.ts';
import type { View } from './tree.ts';

export function fleet(connections: Connections, arranged: Arrangement): View {
  return {
    id: 'opswright.fleet',
    many: true,
    onChange: arranged.onChange,
    message: () => arranged.words(),
    root: (connection) => ({ label: connection.id, ...groupsOf(connections, connection, arranged) }),
  };
}
