/** "Copy ID": of the nodes that are selected, one a line. */

import { env } from 'vscode';
import type { NodeSubject } from '../views/fleet/nodeLine.ts';
import type { Command } from './index.ts';

export const copyNodeId: Command = {
  id: 'opswright.copyNodeId',
  run: (_, node: NodeSubject, all: NodeSubject[] = [node]) =>
    env.clipboard.writeText(all.flatMap(({ nodeId }) => nodeId ?? []).join('\n')),
};
