/** "Show Details": a managed node as the service describes it, as a read-only text. */

import { window } from 'vscode';
import type { NodeSubject } from '../views/fleet/nodeLine.ts';
import type { Subject } from '../views/subject.ts';
import type { Command } from './index.ts';

export const showNode: Command = {
  id: 'opswright.showNode',
  async run({ texts }, { connection, nodeId }: NodeSubject & Subject) {
    await window.showTextDocument(await texts.open({ connection, kind: 'node', id: nodeId, extension: 'json' }));
  },
};
