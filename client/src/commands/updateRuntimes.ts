/**
 * "Opswright: Update Retired Runtimes": one change for all documents of the workspace, shown before anything is written.
 */

import { ProgressLocation, window, workspace } from 'vscode';
import { updateRuntimesCommand } from '../../../server/src/protocol.ts';
import type { Command } from './index.ts';

const documents = '**/*.{yaml,yml,json,template,tf,tofu}';
const others = '**/{node_modules,.git,.terraform}/**';

export const updateRuntimes: Command = {
  id: updateRuntimesCommand,
  async run({ server }) {
    const progress = { location: ProgressLocation.Window, title: 'Opswright: looking for retired runtimes' };
    const edit = await window.withProgress(progress, async () => {
      const files = await workspace.findFiles(documents, others);
      return server.runtimeUpdates(files.map(String));
    });
    if (edit === undefined || edit.size === 0)
      void window.showInformationMessage('No document of this workspace has a retired runtime.');
    else await workspace.applyEdit(edit, { isRefactoring: true });
  },
};
