/** "Close Connection": the one of a tree, or the current one. */

import type { Subject } from '../views/subject.ts';
import type { Command } from './index.ts';

export const closeConnection: Command = {
  id: 'opswright.closeConnection',
  run({ connections }, subject?: Subject) {
    const connection = subject?.connection ?? connections.current;
    if (connection) connections.close(connection);
  },
};
