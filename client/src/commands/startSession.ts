/** "Start Session": a terminal on a node, from its menu or picked from those that are online. */

import { type GivenNode, nodeFor } from '../sessions/nodes.ts';
import { openShell } from '../sessions/shells.ts';
import type { Command } from './index.ts';

export const startSession: Command = {
  id: 'opswright.startSession',
  async run({ connections }, given?: GivenNode) {
    const node = await nodeFor(connections, given, 'Start Session');
    if (node) await openShell(connections, node);
  },
};
