/** "Search Applications" of one node, from its menu. */

import type { NodeSubject } from '../views/fleet/nodeLine.ts';
import type { Subject } from '../views/subject.ts';
import type { Command } from './index.ts';
import { pickApplication } from './searchApplications.ts';

export const searchApplicationsOfNode: Command = {
  id: 'opswright.searchApplicationsOfNode',
  run: (app, node: Pick<NodeSubject, 'nodeId' | 'name'> & Subject) => pickApplication(app, node.connection, node),
};
